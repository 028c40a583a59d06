// Package tui is the explorer: a study's weights under the hands, the ranking answering every key.
//
// [Open] opens it on a terminal; [Frame] renders the same screen as text, for goldens, the README and bug reports. Both hold one root model. It keeps the
// study in a [study.Log], so that every change is an action and can be undone, and a [study.Prepared], so that a moved weight costs one scoring and one
// sort. What takes longer (weight draws, stability of a large study, preparing one anew) runs as a command and returns with the number of the state it was
// worked out for; results of an earlier state are dropped.
//
// # Screens
//
// A [screen] is a value over the shared [room], in files of its own, made by [newModel]. It names its panes; a pane is told its size, says
// how many rows it can use, and draws itself. [draw.Arrange] decides which panes a window has room for, and hit-testing reads the same arrangement that drew the
// frame. To add a screen:
//
//   - write a type with the methods of [screen], embedding *room, and enter it in [tabs] and [newModel];
//   - texts are English constants in textNAME.go with their Russian in the catalogue of package language (russian_explorer.go); say them with [session.t], news
//     with [room.say] and [room.complain]. A text with a number in it may have plural forms. A test holds both against each other;
//   - what a key does to the study is a [study.Action] given to [model.act] (r.host.act); the next position of the same hand, as of a slider, goes to [model.amend],
//     so that a drag is one step. Both prepare the study anew unless [keepsPrepared] knows the action to leave that alone. Undo, redo, the journal, the highlight
//     of changed ranks and the settling of the screen follow by themselves;
//   - what takes more than a few milliseconds is a [result] filled by [want] from the screen's settle; draw it in [draw.Theme.Stale] while it is not fresh. A frame
//     without a terminal does the work at once;
//   - a line typed by hand is a [prompt] given to [model.ask]; a key press within a screen comes to press with its Latin name, whatever the layout, before the
//     root looks at it: leave 1–6, u, Ctrl+R, ?, :, Ctrl+S, e, y, P, T, M, q to the root;
//   - a screen asks the whole program by the narrow [host] only: it knows neither the root nor another screen. Another screen is opened by [model.open], about an
//     expert or a technology where it takes one (r.host.open(onPairwise, expert): [subject]). What is chosen on one is chosen on all: room.leaf (criterion), room.chosen and room.rival
//     (technologies).
package tui
