//! A page as SVG.
