-- Migration: 002_add_user_preferences
-- Description: Undoes settings, chart preferences and watchlists; they go with their rows
-- Author: ULT platform team
-- Date: 2026-11-22
-- Depends on: 001_initial_schema

-- A table takes its indexes and triggers with it.
DROP TABLE watchlist_items;
DROP TABLE watchlists;
DROP TABLE chart_preferences;
DROP TABLE user_settings;
