-- blind
ALTER TYPE mood RENAME VALUE 'sad' TO 'x';
ALTER TYPE mood RENAME VALUE 'fair' TO 'sad';
ALTER TYPE mood RENAME VALUE 'x' TO 'fair';
-- enum `mood`: its values become fair, sad, happy
-- table `users`: column `mood` changes from mood not null default 'fair' to mood not null default 'sad'::mood
