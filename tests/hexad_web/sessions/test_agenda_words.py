from hexad.sessions.agenda import AGENDAS, load
from hexad_web.sessions import agenda_words


def test_every_word_of_our_agendas_is_there_to_be_translated() -> None:
    agendas = [load(name) for name in AGENDAS]
    said = {agenda.title for agenda in agendas}
    said |= {word for one in agendas for step in one.steps for word in (step.title, step.prompt, step.script) if word}
    assert said <= set(agenda_words.WORDS)
