// Package write is the kit that workbooks are written with: a [Book] with its styles, a [Sheet] of cells that is streamed into it with its widths, heights, page
// and protection, references ([At], [Pin]), and [Pack], which makes the same bytes of the same content. Writing itself is by excelize.
package write
