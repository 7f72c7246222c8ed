"""The Charts view with one chart alone."""

from ui.charts.view import ChartsView


def alone(qtbot, session, chart, size=(1100, 800)):
    """The view, which is on the screen."""
    view = ChartsView(session)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    qtbot.waitExposed(view)
    view.show_chart(chart)
    return view
