import click
@click.group()
def schema() -> None: pass
