#include "ui/theme/tokens.h"

#include <QPalette>

namespace datakubo::ui {

const Tokens &Tokens::light()
{
    static const Tokens tokens{
        .ground = 0xf5f6f8,
        .panel = 0xffffff,
        .text = 0x1d2733,
        .muted = 0x5f697d,
        .line = 0xe3e7ec,
        .good = 0x1c8a5a,
        .goodText = 0x177349,
        .goodSoft = 0xe4f4ec,
        .warning = 0xb26a00,
        .warningText = 0x8f5500,
        .warningSoft = 0xfdf1dd,
        .bad = 0xc0342b,
        .badText = 0xb52f26,
        .badSoft = 0xfbe7e5,
        .accent = 0x1570a6,
        .accentSoft = 0xe6f1f8,
        .onAccent = 0xffffff,
    };
    return tokens;
}

const Tokens &Tokens::dark()
{
    static const Tokens tokens{
        .ground = 0x171b21,
        .panel = 0x20262e,
        .text = 0xe6eaef,
        .muted = 0x9aa5b1,
        .line = 0x2e3641,
        .good = 0x57c795,
        .goodText = 0x57c795,
        .goodSoft = 0x1d3a2e,
        .warning = 0xe5ab4c,
        .warningText = 0xe5ab4c,
        .warningSoft = 0x3d3220,
        .bad = 0xef7b72,
        .badText = 0xef7b72,
        .badSoft = 0x42262a,
        .accent = 0x55b0e6,
        .accentSoft = 0x1f3544,
        .onAccent = 0x0f1a22,
    };
    return tokens;
}

const Tokens &Tokens::of(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() > 128 ? dark() : light();
}

QPalette Tokens::palette() const
{
    QPalette made(text, panel, line, line, line, text, text, panel, ground);
    made.setColor(QPalette::AlternateBase, ground);
    made.setColor(QPalette::PlaceholderText, muted);
    made.setColor(QPalette::Highlight, accentSoft);
    made.setColor(QPalette::HighlightedText, text);
    made.setColor(QPalette::Link, accent);
    made.setColor(QPalette::ToolTipBase, panel);
    made.setColor(QPalette::ToolTipText, text);
    for (const auto role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::HighlightedText})
        made.setColor(QPalette::Disabled, role, muted);
    return made;
}

ToneColors colorsOf(Tone tone, const Tokens &tokens)
{
    switch (tone) {
    case Tone::Good: return {tokens.goodText, tokens.goodSoft, tokens.good};
    case Tone::Warning: return {tokens.warningText, tokens.warningSoft, tokens.warning};
    case Tone::Bad: return {tokens.badText, tokens.badSoft, tokens.bad};
    case Tone::Accent: return {tokens.accent, tokens.accentSoft, tokens.accent};
    case Tone::Neutral: break;
    }
    return {tokens.muted, tokens.ground, tokens.line};
}

} // namespace datakubo::ui
