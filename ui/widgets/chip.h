#pragma once
#include "backend/domain/words.h"
#include "ui/theme/tokens.h"

#include <QWidget>

namespace datakubo::ui {

// Paints a soft chip with its left middle at `leftMiddle`; returns what it covered.
QRect paintChip(QPainter &painter, QPoint leftMiddle, const QString &text, Tone tone,
                const QWidget &widget);
QSize chipSize(const QString &text, const QFont &font);

Tone toneOf(DeviceStatus status);
QString wordFor(DeviceStatus status); // "Online", for a person
QString wordFor(DeviceType type);
QString wordFor(KeyScope scope);
Tone toneOf(IngestOutcome outcome);
QString wordFor(IngestOutcome outcome);
QString wordFor(ReadingSource source); // "ChirpStack 4"
Tone toneOf(Quality quality);
QString wordFor(Quality quality);
QString sentenceFor(Quality quality);

// A status as a soft chip; also the badges of the navigation.
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(QWidget *parent = nullptr);

    void setContent(const QString &text, Tone tone);
    void setStatus(DeviceStatus status) { setContent(wordFor(status), toneOf(status)); }
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Tone m_tone = Tone::Neutral;
};

} // namespace datakubo::ui
