"""Mutations: root fields compiled to one statement, or to steps of a transaction."""
