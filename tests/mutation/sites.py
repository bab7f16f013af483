"""Small faults put into a module's syntax tree, all at once, each behind a switch: `__mutant__(number)`.

A fault is put into what runs when functions are called; what runs at import, annotations, assertions, raised errors
and texts are left alone. Only one switch is on at a time, so the faulty copy of an expression is otherwise sound.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

SWITCH = "__mutant__"
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: where it is, what kind it is of, what stands there and what it makes of it."""

    number: int
    file: str
    line: int
    function: str
    kind: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names the fault even when lines move."""
        return self.file, self.function, self.before, self.after


class Planting(ast.NodeTransformer):
    """Puts faults into one module; `mutants` lists them, numbered from `first`."""

    def __init__(self, file: str, first: int) -> None:
        self.file, self.first = file, first
        self.mutants: list[Mutant] = []
        self.scope: list[str] = []
        self.depth = 0

    def planted(self, source: str) -> ast.Module:
        """Give the module's tree with every fault in it."""
        tree = self.visit(ast.parse(source))
        assert isinstance(tree, ast.Module)
        return ast.fix_missing_locations(tree)

    def _fault(self, kind: str, before: ast.AST, after: ast.AST) -> ast.Call:
        number = self.first + len(self.mutants)
        texts = " ".join(ast.unparse(before).split()), " ".join(ast.unparse(after).split())
        line = getattr(before, "lineno", 0)
        self.mutants.append(Mutant(number, self.file, line, ".".join(self.scope), kind, *texts))
        return ast.Call(ast.Name(SWITCH, ast.Load()), [ast.Constant(number)], [])

    def _choosing(self, node: ast.expr, variants: Iterator[tuple[str, ast.expr]]) -> ast.expr:
        """Give an expression that is the node, or one of its variants where that one's switch is on."""
        if not self.depth:
            return node
        sound, found = deepcopy(node), list(variants)
        chosen = self.generic_visit(node)
        assert isinstance(chosen, ast.expr)
        for kind, variant in found:
            chosen = ast.IfExp(self._fault(kind, sound, variant), variant, chosen)
        return chosen

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.scope.append(node.name)
        self.depth += 1
        node.body = [planted for line in node.body for planted in self._statements(line)]
        self.depth -= 1
        self.scope.pop()
        return node

    def _statements(self, line: ast.stmt) -> list[ast.stmt]:
        planted = self.visit(line)
        return planted if isinstance(planted, list) else [planted]

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.scope.append(node.name)
        node.body = [planted for line in node.body for planted in self._statements(line)]
        self.scope.pop()
        return node

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None and self.depth:
            node.value = self.visit(node.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        return self._choosing(node, _other_comparisons(node))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return self._choosing(node, iter([("boolean", ast.BoolOp(other, deepcopy(node.values)))]))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        kind = {ast.Not: "boolean", ast.USub: "sign"}.get(type(node.op))
        return self._choosing(node, iter([(kind, deepcopy(node.operand))] if kind else []))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        other = OPERATORS.get(type(node.op))
        variants = [("arithmetic", ast.BinOp(deepcopy(node.left), other(), deepcopy(node.right)))] if other else []
        return self._choosing(node, iter(variants))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, bool):
            return self._choosing(node, iter([("boolean", ast.Constant(not node.value))]))
        if isinstance(node.value, int | float):
            return self._choosing(node, iter([("constant", ast.Constant(node.value + 1))]))
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return self._choosing(node, _other_calls(node))

    def visit_If(self, node: ast.If) -> ast.AST:
        node.test = self._negatable(node.test)
        node.body = [planted for line in node.body for planted in self._statements(line)]
        node.orelse = [planted for line in node.orelse for planted in self._statements(line)]
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return ast.IfExp(self._negatable(node.test), self.visit(node.body), self.visit(node.orelse))

    def _negatable(self, test: ast.expr) -> ast.expr:
        """Visit a condition; one that is a plain value gets its opposite as a fault."""
        if isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp) or not self.depth:
            planted = self.visit(test)
            assert isinstance(planted, ast.expr)
            return planted
        opposite = ast.UnaryOp(ast.Not(), deepcopy(test))
        fault = self._fault("boolean", test, opposite)
        return ast.IfExp(fault, opposite, self.visit(test))

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST | list[ast.stmt]:
        other = OPERATORS.get(type(node.op))
        if other is None or not self.depth:
            return self.generic_visit(node)
        faulty = ast.AugAssign(deepcopy(node.target), other(), deepcopy(node.value))
        fault = self._fault("arithmetic", node, faulty)
        sound = self.generic_visit(node)
        assert isinstance(sound, ast.stmt)
        return ast.If(fault, [faulty], [sound])

    def visit_Break(self, node: ast.Break) -> ast.AST:
        return ast.If(self._fault("loop", node, ast.Continue()), [ast.Continue()], [node])

    def visit_Continue(self, node: ast.Continue) -> ast.AST:
        return ast.If(self._fault("loop", node, ast.Break()), [ast.Break()], [node])


def _other_comparisons(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    for place, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            variant = deepcopy(node)
            variant.ops[place] = other()
            yield "comparison", variant


def _other_calls(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    if not isinstance(node.func, ast.Name):
        return
    if node.func.id in OTHER_NAME:
        other = deepcopy(node)
        other.func = ast.Name(OTHER_NAME[node.func.id], ast.Load())
        yield "extreme", other
    if node.func.id in {"sorted", "min", "max"} and any(word.arg == "key" for word in node.keywords):
        bare = deepcopy(node)
        bare.keywords = [word for word in bare.keywords if word.arg != "key"]
        yield "order", bare
    elif node.func.id == "sorted":
        yield "order", ast.Call(ast.Name("list", ast.Load()), deepcopy(node.args), [])
