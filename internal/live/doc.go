// Package live is a panel as a service: who may do what, rounds that open and close, ballots that are sealed until then, receipts and the proof. It knows neither
// HTTP nor SQL: a surface (web, ssh, the command) asks it and shows what it answers, and package store keeps what it says.
//
// A [House] holds panels; [House.Create] makes one of a workbook, [House.Enter] opens a link and [House.Session] tells whose a session is: an [Actor]. Every
// question and every change takes the actor, and [May] alone decides, so that a surface cannot show what its reader may not see.
package live
