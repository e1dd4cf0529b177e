"""What people see: cards, lists, buttons, forms, and all prose. Nothing here sends."""
