package figure

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"
)

// role is what a colour is for: the class of a shape in SVG.
type role string

const (
	ink    role = "ink"    // text and what it is about
	quiet  role = "quiet"  // labels of axes, notes
	grid   role = "grid"   // lines to read along
	paper  role = "paper"  // the ground, and gaps between shapes
	accent role = "accent" // what the chart is about
	soft   role = "soft"   // the same, weaker
	band   role = "band"   // ground of a range or a group
	warm   role = "warm"   // against the accent: what speaks against, what comes after
	pale   role = "pale"   // lines that stand back
)

const (
	seriesRoles = 8
	heatRoles   = 9
)

// series is the colour of one of several; neighbours differ in lightness. on is the text on it.
func series(k int) role   { return role("s" + strconv.Itoa(k%seriesRoles)) }
func onSeries(k int) role { return role("o" + strconv.Itoa(k%seriesRoles)) }

// heat is the colour of a share from 0 to 1, on is the text on it.
func heat(x float64) (fill, on role) {
	k := strconv.Itoa(max(0, min(heatRoles-1, int(x*heatRoles))))
	return role("h" + k), role("t" + k)
}

// colours of a role: on a light ground, and on a dark one.
var colours = func() map[role][2]string {
	all := map[role][2]string{
		ink: {"#1f2328", "#e6edf3"}, quiet: {"#57606a", "#9aa6b2"}, grid: {"#d8dee4", "#30363d"}, paper: {"#ffffff", "#0d1117"},
		accent: {"#0b5cad", "#58a6ff"}, soft: {"#8db9e2", "#2f5f95"}, band: {"#eef2f6", "#1a212a"}, warm: {"#a3480f", "#f0a35e"}, pale: {"#a3adb8", "#59636e"},
	}
	light := []string{"#0b4f8a", "#a5cdea", "#8a4b08", "#f4cd8b", "#2f6b3a", "#b2dcb8", "#6a3d7c", "#dcc6e8"}
	dark := []string{"#4a8fd0", "#cfe6f7", "#cf8236", "#fbe0b5", "#57a866", "#cdeed2", "#ac7ac0", "#eedcf7"}
	for k := range seriesRoles {
		all[series(k)] = [2]string{light[k], dark[k]}
		all[onSeries(k)] = [2]string{[]string{"#ffffff", "#1f2328"}[k%2], "#0d1117"}
	}
	light = []string{"#f6f9fc", "#e3edf7", "#cbdff0", "#a9cbe6", "#7fb1d9", "#5a9bcd", "#2f78b3", "#135a98", "#083d73"}
	dark = []string{"#151b23", "#16263a", "#163452", "#17446d", "#1b5689", "#2568a3", "#5f9dd2", "#93bfe6", "#cfe6fb"}
	for k := range heatRoles {
		on := [2]string{"#1f2328", "#e6edf3"}
		if k > 5 {
			on = [2]string{"#ffffff", "#0d1117"}
		}
		all[role("h"+strconv.Itoa(k))] = [2]string{light[k], dark[k]}
		all[role("t"+strconv.Itoa(k))] = on
	}
	return all
}()

// names are the roles in a fixed order.
var names = func() []role {
	all := []role{ink, quiet, grid, paper, accent, soft, band, warm, pale}
	for k := range seriesRoles {
		all = append(all, series(k), onSeries(k))
	}
	for k := range heatRoles {
		all = append(all, role("h"+strconv.Itoa(k)), role("t"+strconv.Itoa(k)))
	}
	return all
}()

// CSS is the style sheet of a page that shows figures: their colours on a light ground and on a dark one, as the reader's system has it, and black on white in
// print. Without it a figure has the light colours.
var CSS = func() string {
	rules := func(dark int) string {
		var b strings.Builder
		for _, r := range names {
			c := colours[r][dark]
			fmt.Fprintf(&b, ".veche-figure .%s{fill:%s}.veche-figure .l-%s{fill:none;stroke:%s}", r, c, r, c)
		}
		return b.String()
	}
	return ".veche-figure{max-width:100%;height:auto}" + rules(0) + "@media screen and (prefers-color-scheme:dark){" + rules(1) + "}"
}()

// rgb is a colour of the table.
func rgb(hex string) color.RGBA {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		panic("figure: colour " + hex)
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}
