-- blind
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
-- table `notes`: row level security is on
