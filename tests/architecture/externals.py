"""An import contract that names what a room may import, where import-linter's own contracts name what it may not."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class ExternalsContract(Contract):
    """Outside the project, `room` imports the standard library and what is `allowed`; nothing else.

    What the room may import within the project is the layers contract's business.
    """

    room = fields.ModuleField()
    allowed = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        room: str = self.room.name  # type: ignore[attr-defined]  # the field's value, set by the base class
        project: set[str] = set(self.session_options["root_packages"])
        permitted = project | set(self.allowed) | set(sys.stdlib_module_names)  # type: ignore[call-overload]
        broken = sorted(
            (importer, imported)
            for importer in {room} | graph.find_descendants(room)
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.split(".")[0] not in permitted
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}", bold=False)
