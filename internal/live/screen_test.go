package live

import "testing"

// While the screen is paused whoever leads it goes on alone: the others stay where they were, but for what is hidden from them; afterwards they follow again.
func TestPaused(t *testing.T) {
	w := work(t, New{Kind: Open, File: plain(t, 6)})
	defer w.house.Close()
	ctx := t.Context()
	sees := func(person string) Screen {
		t.Helper()
		x, err := w.panel.Screen(ctx, w.as(person))
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	show := func(change func(*Screen)) {
		t.Helper()
		x := sees("chair")
		change(&x)
		if _, err := w.panel.ShowScreen(ctx, w.as("chair"), x); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(when, chair, others string, hidden bool) {
		t.Helper()
		if x := sees("chair"); x.View != chair {
			t.Errorf("%s the chair sees %s, not %s", when, x.View, chair)
		}
		for _, person := range []string{"E1", "secretary"} {
			if x := sees(person); x.View != others || x.Hidden != hidden || x.Held != nil {
				t.Errorf("%s %s sees %+v, not %s (hidden: %v)", when, person, x, others, hidden)
			}
		}
	}
	show(func(x *Screen) { x.View = "ranking" })
	expect("before", "ranking", "ranking", false)
	show(func(x *Screen) { x.Paused = true })
	show(func(x *Screen) { x.View = "weights" })
	show(func(x *Screen) { x.View = "why" })
	expect("paused", "why", "ranking", false)
	show(func(x *Screen) { x.Hidden = true })
	expect("hidden", "why", "ranking", true)
	show(func(x *Screen) { x.Paused, x.Hidden = false, false })
	expect("after", "why", "why", false)
}
