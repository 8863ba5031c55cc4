"""The directives of the API's schema."""

from graphql import specified_directives

# @rule, which shows the rules of a field, stands in SDL alone (schema.sdl): no operation can use it.
DIRECTIVES = tuple(specified_directives)
