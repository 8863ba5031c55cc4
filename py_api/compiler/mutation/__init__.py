"""Mutations: what is written by one statement that answers too, and what takes a transaction of several."""
