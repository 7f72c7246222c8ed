"""The panel that makes a condition, or changes one: what it is about at the left, at the right what to fill in."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QWidget,
)

from core import filters
from core.errors import UserError
from core.filters import Condition
from core.names import visible
from storage import passages
from ui.drop_down import DropDown
from ui.labels import hairline, paragraph
from ui.passages import forms
from ui.passages.pick_list import PickList
from ui.popup import Popup
from ui.session import Session

_WIDTH, _HEIGHT, _KINDS = 560, 340, 172  # pixels


class ConditionEditor(Popup):
    """Says at its foot what the condition will be; Enter or the button takes it over."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._session = session
        self._then: Callable[[Condition], object] | None = None
        self._known: Condition | None = None
        self._offered: list[forms.Kind] = []
        self.setAccessibleName("Filter")
        self.kinds = QListWidget()
        self.kinds.setAccessibleName("What the filter is about")
        self.kinds.setFrameShape(QFrame.Shape.NoFrame)
        self.kinds.setFixedWidth(_KINDS)
        self.kinds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds.currentRowChanged.connect(self._show_form)
        self.kinds.installEventFilter(self)
        self._pages = QStackedWidget()
        self._pages.setFixedHeight(_HEIGHT)
        self._says = paragraph("", "small")
        self.take = QPushButton("Add filter")
        self.take.setDefault(True)
        self.take.clicked.connect(self._take)
        self._arrange()

    def _arrange(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.kinds)
        middle.addWidget(self._pages, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._says, 1)
        foot.addWidget(self.take)
        layout = self.column
        layout.setContentsMargins(10, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(middle)
        layout.addWidget(hairline())
        layout.addLayout(foot)
        self.setFixedWidth(_WIDTH)

    def ask(self, beside: QRect, known: Condition | None, then: Callable[[Condition], object]) -> None:
        """Opens beside a place of the window, with a condition to change or None for a new one."""
        self._known, self._then = known, then
        self._offered = forms.kinds(self._session)
        self.take.setText("Add filter" if known is None else "Change filter")
        self.kinds.clear()
        self.kinds.addItems([kind.name for kind in self._offered])
        about = getattr(known, "attribute", "")
        row = next((r for r, k in enumerate(self._offered) if k.kind is type(known) and k.attribute == about), 0)
        self.kinds.setCurrentRow(row)
        self.open_at(beside, self.kinds if known is None else self._first_field())

    def _show_form(self, row: int) -> None:
        while self._pages.count():
            old = self._pages.widget(0)
            self._pages.removeWidget(old)
            old.deleteLater()
        if row < 0:
            return
        kind = self._offered[row]
        is_known = isinstance(self._known, kind.kind) and getattr(self._known, "attribute", "") == kind.attribute
        form = kind.make(self._known if is_known else None)
        for field in forms.fields_of(form):
            if isinstance(field, QLineEdit):
                field.textChanged.connect(self._say)
                field.returnPressed.connect(self._take)
            elif isinstance(field, DropDown):
                field.currentIndexChanged.connect(self._say)
            elif isinstance(field, QSpinBox):
                field.valueChanged.connect(self._say)
            elif isinstance(field, PickList):
                field.changed.connect(self._say)
                field.list.itemActivated.connect(lambda _item: self._take())
        self._pages.addWidget(form)
        self._say()

    def _form(self) -> forms.Form | None:
        form = self._pages.currentWidget()
        return form if isinstance(form, forms.Form) else None

    def _first_field(self) -> QWidget:
        form = self._form()
        fields = [] if form is None else forms.fields_of(form)
        lists = [field.field for field in fields if isinstance(field, PickList)]
        return next(iter([*lists, *fields, self.kinds]))

    def _read(self) -> Condition | None:
        """The condition as it is filled in; None while something is missing. Raises UserError for what is wrong."""
        form = self._form()
        return None if form is None else form.read()

    def _say(self) -> None:
        """Tells in words what would be asked for."""
        try:
            condition = self._read()
        except UserError as error:
            condition, words = None, str(error)
        else:
            words = "" if condition is None else self._described(condition)
        self._says.setText(words)
        self.take.setEnabled(condition is not None)

    def _described(self, condition: Condition) -> str:
        names = passages.names(self._session.project.db, filters.Filter((condition,)))
        words = filters.describe(condition, {guid: visible(name) for guid, name in names.items()})
        return words if len(words) <= 120 else words[:119] + "…"

    def _take(self) -> None:
        try:
            condition = self._read()
        except UserError:
            return  # the foot says what is wrong
        if condition is not None and self._then is not None:
            then, self._then = self._then, None
            self.dismiss()
            then(condition)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = watched is self.kinds and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self._first_field().setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)
