import click


@click.group()
def jobs() -> None:
    pass
