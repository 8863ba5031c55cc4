// Nothing here compares texts.
export class DiffEditorWidget {}
export class MultiDiffEditorWidget {}
