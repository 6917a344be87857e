#include "ui/charts/chartexport.h"

#include "ui/charts/chartscene.h"
#include "ui/charts/chartwords.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr QSize paper(1200, 640);
constexpr int margin = 32;
constexpr int headHeight = 96;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Chart)

public:
    static QString title(const QString &subject)
    {
        return subject.isEmpty() ? tr("Water consumption")
                                 : tr("Water consumption · %1").arg(subject);
    }
};

// Onto a painter whose coordinates are those of `paper`.
void draw(QPainter &painter, const ChartExport &chart)
{
    const Tokens &tokens = Tokens::light();
    QFont font;
    font.setPixelSize(13);
    painter.fillRect(QRect({}, paper), Qt::white);
    painter.setRenderHint(QPainter::Antialiasing);

    QFont title = font;
    title.setPixelSize(20);
    title.setWeight(QFont::DemiBold);
    painter.setFont(title);
    painter.setPen(tokens.text);
    painter.drawText(QRect(margin, margin - 8, paper.width() - 2 * margin, 28),
                     Qt::AlignLeft | Qt::AlignVCenter, Words::title(chart.subject));
    painter.setFont(font);
    painter.setPen(tokens.muted);
    const QRect second(margin, margin + 22, paper.width() - 2 * margin, 20);
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter, chart.range);
    painter.drawText(second, Qt::AlignRight | Qt::AlignVCenter,
                     perInterval(chart.content.interval));

    ChartScene scene;
    scene.setLook(tokens, font);
    scene.setSize(QSizeF(paper.width() - 2 * margin, paper.height() - margin - headHeight - 20));
    scene.setContent(chart.content, chart.zone, chart.locale);
    scene.setRegisterShown(chart.withRegister);
    QFont small = font;
    small.setPixelSize(12);
    painter.setFont(small);
    paintLegend(painter, QRectF(margin, headHeight - 12, paper.width(), 20), scene.legend(),
                tokens);
    // The axes of Qt Charts take their places in the event loop.
    QCoreApplication::sendPostedEvents();
    scene.render(&painter, QRectF(QPointF(margin, headHeight + 14), scene.sceneRect().size()),
                 scene.sceneRect());
}

void drawPng(QIODevice &file, const ChartExport &chart)
{
    constexpr int sharpness = 2;
    QImage image(paper * sharpness, QImage::Format_RGB32);
    image.setDevicePixelRatio(sharpness);
    QPainter painter(&image);
    draw(painter, chart);
    painter.end();
    image.save(&file, "PNG");
}

void drawSvg(QIODevice &file, const ChartExport &chart)
{
    QSvgGenerator svg;
    svg.setOutputDevice(&file);
    svg.setSize(paper);
    svg.setViewBox(QRect({}, paper));
    svg.setTitle(Words::title(chart.subject));
    svg.setDescription(chart.range);
    QPainter painter(&svg);
    draw(painter, chart);
}

void drawPdf(QIODevice &file, const ChartExport &chart)
{
    QPdfWriter pdf(&file);
    pdf.setTitle(Words::title(chart.subject));
    pdf.setCreator(u"DataKubo"_s);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setPageOrientation(QPageLayout::Landscape);
    pdf.setPageMargins(QMarginsF(10, 10, 10, 10), QPageLayout::Millimeter);
    QPainter painter(&pdf);
    const double scale =
        std::min(double(pdf.width()) / paper.width(), double(pdf.height()) / paper.height());
    painter.scale(scale, scale);
    draw(painter, chart);
}

QString exact(Volume volume)
{
    const qint64 size = std::abs(volume.millilitres);
    QString digits = QString::number(size % 1'000'000).rightJustified(6, u'0');
    while (digits.size() > 3 && digits.endsWith(u'0'))
        digits.chop(1);
    return (volume.millilitres < 0 ? u"-"_s : QString()) + QString::number(size / 1'000'000) + u'.'
           + digits;
}

QString exact(const std::optional<Volume> &volume)
{
    return volume ? exact(*volume) : QString();
}

QString textCell(QString text)
{
    static const QString formulaBegins = u"=+-@\t\r"_s;
    if (!text.isEmpty() && formulaBegins.contains(text.front()))
        text.prepend(u'\'');
    text.replace(u'"', u"\"\""_s);
    return u'"' + text + u'"';
}

QString isoTime(Timestamp at, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(at.ms, zone)
        .toOffsetFromUtc(QDateTime::fromMSecsSinceEpoch(at.ms, zone).offsetFromUtc())
        .toString(Qt::ISODate);
}

} // namespace

QByteArray csvOf(const ChartExport &chart)
{
    QStringList lines;
    const QString subject = textCell(chart.subject);
    if (chart.content.isBalance()) {
        lines << u"subject,date,principal_m3,leaf_m3,unmetered_m3,unmetered_percent,missing"_s;
        for (const BalanceDay &day : chart.content.days) {
            QStringList missing;
            for (const MissingMeter &meter : day.missing)
                missing << meter.name;
            lines << QStringList{subject,
                                 day.day.toString(Qt::ISODate),
                                 exact(day.principal),
                                 exact(day.leaves),
                                 exact(day.unmetered),
                                 day.unmeteredPerMille
                                     ? QString::number(*day.unmeteredPerMille / 10.0, 'f', 1)
                                     : QString(),
                                 textCell(missing.join(u"; "_s))}
                         .join(u',');
        }
    } else {
        lines << u"subject,from,to,consumption_m3,opening_m3,closing_m3,quality"_s;
        for (const ChartBar &bar : chart.content.bars) {
            lines << QStringList{subject,
                                 isoTime(bar.from, chart.zone),
                                 isoTime(bar.to, chart.zone),
                                 exact(bar.volume),
                                 exact(bar.opening),
                                 exact(bar.closing),
                                 toText(bar.quality)}
                         .join(u',');
        }
    }
    return (lines.join(u"\r\n"_s) + u"\r\n"_s).toUtf8();
}

QString saveChart(const ChartExport &chart, ChartFile kind, const QString &path)
{
    QByteArray written;
    QBuffer buffer(&written);
    buffer.open(QIODevice::WriteOnly);
    switch (kind) {
    case ChartFile::Png: drawPng(buffer, chart); break;
    case ChartFile::Svg: drawSvg(buffer, chart); break;
    case ChartFile::Pdf: drawPdf(buffer, chart); break;
    case ChartFile::Csv: buffer.write(csvOf(chart)); break;
    }
    buffer.close();
    // An older file of the name stays whole until the new one is.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(written) != written.size() || !file.commit())
        return file.errorString();
    return {};
}

} // namespace datakubo::ui
