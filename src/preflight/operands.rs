//! What each operator of page contents takes (ISO 32000-1, annex A).

use super::lexer::{Operation, number};
use lopdf::Object;

/// Kinds of operands, a letter each: a number, a name, a string, an array, a
/// dictionary or the name of one; none of a kind that is not asked about.
fn wanted(operator: &[u8]) -> &'static str {
    match operator {
        b"w" | b"J" | b"j" | b"M" | b"i" | b"g" | b"G" | b"Tc" | b"Tw" | b"Tz"
        | b"TL" | b"Tr" | b"Ts" | b"sc" | b"SC" => "n",
        b"m" | b"l" | b"Td" | b"TD" | b"d0" => "nn",
        b"rg" | b"RG" => "nnn",
        b"re" | b"v" | b"y" | b"k" | b"K" => "nnnn",
        b"c" | b"cm" | b"Tm" | b"d1" => "nnnnnn",
        b"d" => "an",
        b"TJ" => "a",
        b"Tj" | b"'" => "s",
        b"\"" => "nns",
        b"Tf" => "/n",
        b"gs" | b"ri" | b"cs" | b"CS" | b"Do" | b"sh" | b"BMC" | b"MP" => "/",
        b"BDC" | b"DP" => "/d",
        b"scn" | b"SCN" => "*",
        _ => "",
    }
}

/// Whether an operator has all the operands it takes, each of its kind. More than
/// it takes does no harm.
pub(super) fn are_sound(operation: &Operation<'_>) -> bool {
    let wanted = wanted(operation.operator);
    let is = |(kind, operand): (u8, &Object)| match kind {
        b'n' => number(operand).is_some(),
        b'/' => operand.as_name().is_ok(),
        b's' => operand.as_str().is_ok(),
        b'a' => operand.as_array().is_ok(),
        b'd' => operand.as_name().is_ok() || operand.as_dict().is_ok(),
        _ => true,
    };
    operation.operands.len() >= wanted.len()
        && wanted.bytes().zip(&operation.operands).all(is)
}
