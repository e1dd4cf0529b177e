"""What people see: cards, lists, buttons, forms, errors, and all prose."""
