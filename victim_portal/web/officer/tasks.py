"""Tasks: what a rule asks of the person signed in, and marking it done."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.services import tasks
from victim_portal.services.errors import InvalidError
from victim_portal.services.planning import recall_countdowns
from victim_portal.services.tasks import NotByHandError
from victim_portal.web import answers
from victim_portal.web.account.going_on import own_path
from victim_portal.web.context import CASEWORK, actor, ctx
from victim_portal.web.forms import Hidden, LongText, PortalForm


class DoneForm(PortalForm):
    """What was done, and the page to go back to."""

    note = LongText("What was done", limit=1000)
    back = Hidden()


def list_tasks() -> ResponseReturnValue:
    """The open tasks of the person signed in, soonest first."""
    found = tasks.list_tasks(ctx(), actor())
    running = recall_countdowns(ctx(), actor())
    casework = actor().role in CASEWORK
    return render_template(
        "officer/tasks/list.html", tasks=found, running=running, casework=casework
    )


def finish_task(task_id: UUID) -> ResponseReturnValue:
    """Mark a task done; where only doing the thing finishes it, say where that is."""
    form = DoneForm()
    back = own_path(form.back.data) or url_for("officer.list_tasks")
    if form.validate_on_submit():
        try:
            tasks.finish_task(ctx(), actor(), task_id, form.note.data)
        except InvalidError as error:
            form.add_problems(error.problems)
        except NotByHandError as refused:
            page = render_template("officer/tasks/by_doing.html", task=refused.task, back_href=back)
            return page, 403
        else:
            return answers.done(back, "The task is done.")
    return render_template("officer/tasks/finish.html", form=form, back_href=back)


def add_routes(officer: Blueprint) -> None:
    """Register the pages of tasks."""
    officer.add_url_rule("/tasks", view_func=answers.service_errors(list_tasks), methods=["GET"])
    officer.add_url_rule(
        "/tasks/<uuid:task_id>/done",
        view_func=answers.service_errors(finish_task),
        methods=["POST"],
    )
