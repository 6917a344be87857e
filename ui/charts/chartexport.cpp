#include "ui/charts/chartexport.h"

#include "ui/charts/chartscene.h"
#include "ui/charts/chartwords.h"

#include <QBuffer>
#include <QCoreApplication>
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
    paintLegend(painter, QRectF(margin, headHeight - 12, paper.width() - 2 * margin, 20),
                scene.legend(), tokens);
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

} // namespace

QString saveChart(const ChartExport &chart, ChartFile kind, const QString &path)
{
    QByteArray written;
    QBuffer buffer(&written);
    buffer.open(QIODevice::WriteOnly);
    switch (kind) {
    case ChartFile::Png: drawPng(buffer, chart); break;
    case ChartFile::Svg: drawSvg(buffer, chart); break;
    case ChartFile::Pdf: drawPdf(buffer, chart); break;
    }
    buffer.close();
    // An older file of the name stays whole until the new one is.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(written) != written.size() || !file.commit())
        return file.errorString();
    return {};
}

} // namespace datakubo::ui
