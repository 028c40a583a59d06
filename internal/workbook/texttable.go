package workbook

import "hash/maphash"

// textTable finds the place of a text in a list that somebody else keeps: it holds eight bytes for each and no text, where a map would hold the folded form of each
// of a hundred thousand names. What a place holds is asked for when a hash agrees. The zero textTable is empty.
type textTable struct {
	slots   []textSlot // of a power of two; at least a quarter of them are free
	entries int
}

// textSlot is half a hash and a place, from 1; 0: free.
type textSlot struct{ hash, place uint32 }

var textSeed = maphash.MakeSeed()

// at is the place of a text, −1 where there is none. text gives what a place holds.
func (t *textTable) at(wanted string, text func(place int32) string) int32 {
	if slot := t.slot(wanted, text); slot != nil && slot.place > 0 {
		return int32(slot.place - 1)
	}
	return -1
}

// put keeps the place of a text, in the stead of one with the same text: again says that there was one.
func (t *textTable) put(wanted string, place int32, text func(place int32) string) (again bool) {
	if 4*(t.entries+1) > 3*len(t.slots) {
		t.grow()
	}
	slot := t.slot(wanted, text)
	again = slot.place > 0
	if !again {
		t.entries++
	}
	*slot = textSlot{uint32(maphash.String(textSeed, wanted) >> 32), uint32(place + 1)}
	return again
}

// slot is where a text stands, or would stand; nil where there are none.
func (t *textTable) slot(wanted string, text func(place int32) string) *textSlot {
	if len(t.slots) == 0 {
		return nil
	}
	hash := uint32(maphash.String(textSeed, wanted) >> 32)
	for k := hash; ; k++ {
		slot := &t.slots[int(k)&(len(t.slots)-1)]
		if slot.place == 0 || slot.hash == hash && text(int32(slot.place-1)) == wanted {
			return slot
		}
	}
}

func (t *textTable) grow() {
	old := t.slots
	t.slots = make([]textSlot, max(16, 2*len(old)))
	for _, slot := range old {
		if slot.place == 0 {
			continue
		}
		k := int(slot.hash) & (len(t.slots) - 1)
		for t.slots[k].place > 0 {
			k = (k + 1) & (len(t.slots) - 1)
		}
		t.slots[k] = slot
	}
}
