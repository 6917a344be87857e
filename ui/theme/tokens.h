#pragma once
#include <QColor>

class QPalette;

namespace datakubo::ui {

// The colours of design/ui, light and dark. The text variants are a shade stronger than the fills
// where the plain ones miss the contrast of 4.5:1 on their soft ground.
struct Tokens
{
    QColor ground, panel, text, muted, line;
    QColor good, goodText, goodSoft;
    QColor warning, warningText, warningSoft;
    QColor bad, badText, badSoft;
    QColor accent, accentSoft, onAccent;

    static const Tokens &light();
    static const Tokens &dark();
    // Those that belong to a palette the theme made, so that whatever paints needs no more than
    // its own palette.
    static const Tokens &of(const QPalette &palette);

    QPalette palette() const;
};

// The meaning of a soft chip, badge or bar.
enum class Tone { Neutral, Good, Warning, Bad, Accent };

struct ToneColors
{
    QColor text, soft, fill;
};
ToneColors colorsOf(Tone tone, const Tokens &tokens);

} // namespace datakubo::ui
