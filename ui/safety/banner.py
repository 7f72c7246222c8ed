"""The line over the text that says why nothing can be written, for as long as that is so."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from core.names import visible
from storage.project import SUFFIX, Project
from ui.labels import label, paragraph


class Banner(QFrame):
    """Says what is the matter with the project, with a button for what helps; hidden while all is well."""

    def __init__(self, work_on_a_copy: Callable[[], object], settle: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._sign, self._text = label("Read only", "banner"), paragraph()
        self._copy = self._button("Save a copy to work on…", work_on_a_copy)
        self._settle = self._button("Choose how to go on…", settle)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._copy)
        row.addWidget(self._settle)
        self.hide()

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("role", "link")
        made.setAccessibleName(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: act())
        return made

    def refresh(self, project: Project) -> None:
        """Shows how things are with the project now."""
        name = visible(project.path.name.removesuffix(SUFFIX))
        if project.conflict is not None:
            self._sign.setText("Not saving")
            self._text.setText(visible(str(project.conflict)))
        elif project.read_only:
            self._sign.setText("Read only")
            self._text.setText(f"“{name}” was opened to read only: nothing in it is changed.")
        self._copy.setVisible(project.read_only)
        self._settle.setVisible(project.conflict is not None)
        self.setVisible(project.read_only or project.conflict is not None)
