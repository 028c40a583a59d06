package language

import (
	"fmt"
	"time"
)

var russianMonths = [...]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"}

// Date is a day as documents have it: 28 November 2026, 28 ноября 2026 г.
func Date(l Language, t time.Time) string {
	if l == Russian {
		return fmt.Sprintf("%d %s %d г.", t.Day(), russianMonths[t.Month()-1], t.Year())
	}
	return t.Format("2 January 2006")
}
