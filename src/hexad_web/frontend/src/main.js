import Alpine from "@alpinejs/csp";
import "./main.css";
import * as agendaEditor from "./agenda-editor.js";
import * as agendaRun from "./agenda-run.js";
import * as chooseCards from "./choose-cards.js";
import * as copy from "./copy.js";
import * as cost from "./cost.js";
import * as drawer from "./drawer.js";
import * as fileDrop from "./file-drop.js";
import * as frame from "./frame.js";
import * as moveBoard from "./move-board.js";
import * as panels from "./panels.js";
import * as progressCurve from "./progress-curve.js";
import * as room from "./room.js";
import * as theme from "./theme.js";
import * as votes from "./votes.js";
import * as weekGrid from "./week-grid.js";

// One file per capability may stand beside these (people.js, formation.js, ...): export register(Alpine) and add it here.
for (const part of [frame, panels, theme, weekGrid, progressCurve, moveBoard, chooseCards, copy, cost, drawer, fileDrop, room, votes, agendaEditor, agendaRun]) part.register(Alpine);

window.Alpine = Alpine;
Alpine.start();
