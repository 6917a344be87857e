#include "ui/widgets/chip.h"

#include <QCoreApplication>
#include <QPainter>

namespace datakubo::ui {

namespace {

constexpr int chipHeight = 20;
constexpr int chipPadding = 9;

QFont chipFont(QFont font)
{
    font.setPixelSize(12);
    font.setWeight(QFont::Medium);
    return font;
}

class Words
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Words)

public:
    static QString of(DeviceStatus status)
    {
        switch (status) {
        case DeviceStatus::Online: return tr("Online");
        case DeviceStatus::Offline: return tr("Offline");
        case DeviceStatus::Maintenance: break;
        }
        return tr("Maintenance");
    }

    static QString of(DeviceType type)
    {
        return type == DeviceType::HotWaterMeter ? tr("Hot water meter") : tr("Water meter");
    }

    static QString of(KeyScope scope)
    {
        return scope == KeyScope::Ingest ? tr("Webhooks only") : tr("Everything");
    }

    static QString of(IngestOutcome outcome)
    {
        switch (outcome) {
        case IngestOutcome::Stored: return tr("Stored");
        case IngestOutcome::Duplicate: return tr("Duplicate");
        case IngestOutcome::Unregistered: return tr("Unregistered");
        case IngestOutcome::Skipped: return tr("Skipped");
        case IngestOutcome::Quarantined: return tr("To be settled");
        case IngestOutcome::Rejected: return tr("Refused");
        case IngestOutcome::Held: break;
        }
        return tr("Held");
    }

    static QString of(ReadingSource source)
    {
        switch (source) {
        case ReadingSource::ChirpStackV4: return tr("ChirpStack 4");
        case ReadingSource::ChirpStackV3: return tr("ChirpStack 3");
        case ReadingSource::TtsV3: return tr("The Things Stack");
        case ReadingSource::Custom: return tr("Own script");
        case ReadingSource::Manual: return tr("By hand");
        case ReadingSource::Import: break;
        }
        return tr("Import");
    }

    static QString of(Quality quality)
    {
        switch (quality) {
        case Quality::Measured: return tr("Measured");
        case Quality::Estimated: return tr("Estimated");
        case Quality::Gap: break;
        }
        return tr("Gap");
    }

    static QString sentenceOf(Quality quality)
    {
        switch (quality) {
        case Quality::Measured: return tr("Read at its beginning and at its end");
        case Quality::Estimated: return tr("Worked out from the readings before and after");
        case Quality::Gap: break;
        }
        return tr("No readings in between: the volume is known, how it is spread is not");
    }
};

} // namespace

QSize chipSize(const QString &text, const QFont &font)
{
    const int width = QFontMetrics(chipFont(font)).horizontalAdvance(text) + 2 * chipPadding;
    return {std::max(width, chipHeight + 6), chipHeight};
}

QRect paintChip(QPainter &painter, QPoint leftMiddle, const QString &text, Tone tone,
                const QWidget &widget)
{
    const ToneColors colors = colorsOf(tone, Tokens::of(widget.palette()));
    const QRect rect(leftMiddle - QPoint(0, chipHeight / 2), chipSize(text, widget.font()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.soft);
    painter.drawRoundedRect(rect, chipHeight / 2.0, chipHeight / 2.0);
    painter.setPen(colors.text);
    painter.setFont(chipFont(widget.font()));
    painter.drawText(rect, Qt::AlignCenter, text);
    painter.restore();
    return rect;
}

Tone toneOf(DeviceStatus status)
{
    switch (status) {
    case DeviceStatus::Online: return Tone::Good;
    case DeviceStatus::Offline: return Tone::Bad;
    case DeviceStatus::Maintenance: break;
    }
    return Tone::Warning;
}

QString wordFor(DeviceStatus status)
{
    return Words::of(status);
}

QString wordFor(DeviceType type)
{
    return Words::of(type);
}

Tone toneOf(IngestOutcome outcome)
{
    switch (outcome) {
    case IngestOutcome::Stored: return Tone::Good;
    case IngestOutcome::Unregistered: return Tone::Accent;
    case IngestOutcome::Quarantined:
    case IngestOutcome::Held: return Tone::Warning;
    case IngestOutcome::Rejected: return Tone::Bad;
    case IngestOutcome::Duplicate:
    case IngestOutcome::Skipped: break;
    }
    return Tone::Neutral;
}

QString wordFor(IngestOutcome outcome)
{
    return Words::of(outcome);
}

QString wordFor(ReadingSource source)
{
    return Words::of(source);
}

QString wordFor(KeyScope scope)
{
    return Words::of(scope);
}

Tone toneOf(Quality quality)
{
    switch (quality) {
    case Quality::Measured: return Tone::Good;
    case Quality::Estimated: return Tone::Accent;
    case Quality::Gap: break;
    }
    return Tone::Warning;
}

QString wordFor(Quality quality)
{
    return Words::of(quality);
}

QString sentenceFor(Quality quality)
{
    return Words::sentenceOf(quality);
}

Chip::Chip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setContent(const QString &text, Tone tone)
{
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return chipSize(m_text, font());
}

void Chip::paintEvent(QPaintEvent *)
{
    if (m_text.isEmpty())
        return;
    QPainter painter(this);
    paintChip(painter, {0, height() / 2}, m_text, m_tone, *this);
}

} // namespace datakubo::ui
