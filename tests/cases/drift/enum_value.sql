-- seen
ALTER TYPE mood ADD VALUE 'great';
-- enum `mood`: value `great` is added
