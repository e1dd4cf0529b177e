-- Lines go into the index in bulk, when they are folded (bot/store/folding.py): with a trigger the index would be
-- written anew for each of them.

DROP TRIGGER quote_folded_added;
