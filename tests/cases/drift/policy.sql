-- blind
ALTER POLICY notes_all ON notes USING (user_id > 0);
-- policy `notes_all` of `notes`: its condition changes from `true` to `user_id > 0`
