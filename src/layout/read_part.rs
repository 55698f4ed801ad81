//! Reads the parts of a tree that continue a slot elsewhere on the page.

use super::raw::RawNode;
use super::read_tree::Desk;
use super::{Continued, Node};
use crate::diag::{Diagnostic, Message, code};
use crate::reading::{meant, wrong_value};
use crate::say;
use crate::source::Span;

impl Desk<'_> {
    /// A part that continues a slot; none if it cannot.
    pub(super) fn part(
        &mut self,
        raw: &RawNode,
        number: Span,
        (span, lines): (usize, Option<usize>),
    ) -> Option<Node> {
        let name = raw.slot.as_ref()?.located(self.file);
        if raw.part.as_ref().is_some_and(|part| *part.get() != 2) {
            let message = say!(
                "一篇稿件在一版上最多两块，第二块写 part = 2",
                "a story has two rectangles of a page at the most: the second is `part = 2`"
            );
            let help = say!(
                "再长就用 jump 转到别的版，或把两块加大",
                "let it run on to another page with `jump`, or make the two larger"
            );
            self.sink.push(wrong_value(number, message).help(help));
            return None;
        }
        self.check_keys(raw);
        let slot = name.value.as_str();
        if !self.names.contains_key(slot) {
            let message = say!(
                "前面没有版块“{slot}”可以接着排",
                "there is no slot `{slot}` before this to continue"
            );
            let names: Vec<&str> = self.names.keys().map(String::as_str).collect();
            let help = match names.is_empty() {
                true => say!(
                    "版块先写 slot，后面再接 part = 2",
                    "the `slot` comes first, its part = 2 further on"
                ),
                false => meant(slot, &names),
            };
            self.tell(message, name.span, None, help);
            return None;
        }
        if let Some(first) = self.parts.iter().find(|part| part.slot == slot) {
            let message =
                say!("版块“{slot}”接了两次", "slot `{slot}` is continued twice");
            let help = say!("只留一个 part = 2", "keep one part = 2");
            self.tell(message, name.span, Some(first.at), help);
            return None;
        }
        if self.framed.iter().any(|framed| framed == slot) {
            let message = say!(
                "版块“{slot}”有框或底纹，不能再接一块",
                "slot `{slot}` has a box or tint and cannot be continued"
            );
            let help = say!("去掉 box 和 tint", "take out `box` and `tint`");
            self.tell(message, name.span, self.names.get(slot).copied(), help);
        }
        let part = Continued { slot: name.value, at: name.span, span, lines };
        self.parts.push(part.clone());
        Some(Node::Part(part))
    }

    /// What a slot alone may have.
    fn check_keys(&mut self, raw: &RawNode) {
        let file = self.file;
        let misplaced = [
            ("legs", raw.legs.as_ref().map(|value| value.span(file))),
            ("box", raw.frame.as_ref().map(|value| value.span(file))),
            ("tint", raw.tint.as_ref().map(|value| value.span(file))),
            ("head", raw.head.as_ref().map(|value| value.span(file))),
            ("optional", raw.optional.as_ref().map(|value| value.span(file))),
        ];
        for (key, span) in misplaced {
            let Some(span) = span else { continue };
            let message = say!("续排的块不写 {key}", "a continuation has no `{key}`");
            let help = say!("写在原来的版块上", "write it at the slot itself");
            self.tell(message, span, None, help);
        }
    }

    fn tell(&mut self, message: Message, at: Span, see: Option<Span>, help: Message) {
        let fault = Diagnostic::new(code::TREE_NODE, message).at(at);
        let fault = match see {
            Some(see) => fault.see(see, say!("另见这里", "see here too")),
            None => fault,
        };
        self.sink.push(fault.help(help));
    }
}
