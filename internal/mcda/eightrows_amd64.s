#include "textflag.h"

// func eightRowsAVX(sums *[16]float64, rows, u, best, worst *float64, n int)
//
// Y0 and Y1 gather D⁺² of rows 0–3 and 4–7, Y2 and Y3 their D⁻². A product is rounded before it is added, as everywhere: there is no fused instruction here.
TEXT ·eightRowsAVX(SB), NOSPLIT, $0-48
	MOVQ sums+0(FP), AX
	MOVQ rows+8(FP), R8
	MOVQ u+16(FP), BX
	MOVQ best+24(FP), CX
	MOVQ worst+32(FP), DX
	MOVQ n+40(FP), R10
	MOVQ R10, SI
	SHLQ $3, SI            // bytes of a row
	LEAQ (SI)(SI*2), DI    // of three
	LEAQ (R8)(SI*4), R9    // row 4
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3

column:
	VBROADCASTSD (BX), Y4
	VBROADCASTSD (CX), Y5
	VBROADCASTSD (DX), Y6

	VMOVSD      (R8), X7
	VMOVHPD     (R8)(SI*1), X7, X7
	VMOVSD      (R8)(SI*2), X9
	VMOVHPD     (R8)(DI*1), X9, X9
	VINSERTF128 $1, X9, Y7, Y7
	VMOVSD      (R9), X8
	VMOVHPD     (R9)(SI*1), X8, X8
	VMOVSD      (R9)(SI*2), X10
	VMOVHPD     (R9)(DI*1), X10, X10
	VINSERTF128 $1, X10, Y8, Y8

	VSUBPD Y5, Y7, Y9      // x − best
	VSUBPD Y5, Y8, Y10
	VSUBPD Y6, Y7, Y11     // x − worst
	VSUBPD Y6, Y8, Y12
	VMULPD Y4, Y9, Y9
	VMULPD Y4, Y10, Y10
	VMULPD Y4, Y11, Y11
	VMULPD Y4, Y12, Y12
	VMULPD Y9, Y9, Y9
	VMULPD Y10, Y10, Y10
	VMULPD Y11, Y11, Y11
	VMULPD Y12, Y12, Y12
	VADDPD Y9, Y0, Y0
	VADDPD Y10, Y1, Y1
	VADDPD Y11, Y2, Y2
	VADDPD Y12, Y3, Y3

	ADDQ $8, R8
	ADDQ $8, R9
	ADDQ $8, BX
	ADDQ $8, CX
	ADDQ $8, DX
	DECQ R10
	JNZ  column

	VMOVUPD Y0, (AX)
	VMOVUPD Y1, 32(AX)
	VMOVUPD Y2, 64(AX)
	VMOVUPD Y3, 96(AX)
	VZEROUPPER
	RET
