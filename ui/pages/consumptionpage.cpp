#include "ui/pages/consumptionpage.h"

#include "backend/domain/intervals.h"
#include "ui/charts/consumptionchart.h"
#include "ui/dialogs/readingsdialog.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/models/communitylist.h"
#include "ui/pages/subjectpicker.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/rangepicker.h"
#include "ui/widgets/segmentedcontrol.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

constexpr Interval intervals[] = {Interval::Hour, Interval::Day, Interval::Month};
constexpr int refreshEveryMs = 30'000;
using Kind = ConsumptionSubject::Kind;

} // namespace

ConsumptionPage::ConsumptionPage(ApiClient &client, const Format &format,
                                 const CommunityList &communities, QWidget *parent)
    : Page(tr("Consumption"), u"consumptionPage"_s, parent),
      m_client(client),
      m_format(format),
      m_subject(new SubjectPicker(client, communities)),
      m_interval(new SegmentedControl(u"consumptionInterval"_s)),
      m_range(new RangePicker(u"consumptionRange"_s)),
      m_export(button(tr("Export"), u"consumptionExport"_s)),
      m_items(format),
      m_meters(client, format)
{
    makeActions();
    body().addWidget(m_subject);
    m_stack = new LoadStack(makeContent(), u"consumptionStack"_s);
    body().addWidget(m_stack, 1);
    connect(m_stack, &LoadStack::retryWanted, this, &ConsumptionPage::refresh);
    connect(m_subject, &SubjectPicker::chosen, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(m_interval, &SegmentedControl::chosen, this, &ConsumptionPage::chooseInterval);
    connect(m_range, &RangePicker::chosen, this, &ConsumptionPage::refresh);
    connect(m_figures, &ConsumptionFigures::chosen, this,
            qOverload<ConsumptionFigures::Span>(&ConsumptionPage::openReadings));
    connect(m_chart, &ConsumptionChart::rangeChosen, this,
            qOverload<Timestamp, Timestamp>(&ConsumptionPage::openReadings));
    m_refreshSoon.setObjectName(u"consumptionRefresh"_s);
    m_refreshSoon.setSingleShot(true);
    m_refreshSoon.setInterval(refreshEveryMs);
    connect(&client, &ApiClient::eventsReceived, this, &ConsumptionPage::refreshSoon);
    connect(&m_refreshSoon, &QTimer::timeout, this, [this] {
        if (!isVisible() || !m_stack->hasContent() || isBeingRead())
            return;
        m_range->setToday(today());
        load(Load::Quietly);
    });
}

void ConsumptionPage::makeActions()
{
    for (const QString &text : {tr("Hour"), tr("Day"), tr("Month")})
        m_interval->addSegment(text);
    m_interval->setCurrent(1);
    auto *menu = new QMenu(m_export);
    const std::tuple<ChartFile, QString, QString> files[] = {
        {ChartFile::Png, tr("Picture (PNG)…"), u"exportPng"_s},
        {ChartFile::Svg, tr("Drawing (SVG)…"), u"exportSvg"_s},
        {ChartFile::Pdf, tr("Page (PDF)…"), u"exportPdf"_s}};
    for (const auto &[kind, text, name] : files) {
        QAction *action = menu->addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, [this, file = kind] { chooseFile(file); });
    }
    QAction *workbook = menu->addAction(tr("Workbook (Excel)…"));
    workbook->setObjectName(u"exportWorkbook"_s);
    connect(workbook, &QAction::triggered, this, [this] { saveValues(true); });
    QAction *csv = menu->addAction(tr("Values (CSV)…"));
    csv->setObjectName(u"exportCsv"_s);
    connect(csv, &QAction::triggered, this, [this] { saveValues(false); });
    m_export->setMenu(menu);
    actions().addWidget(m_interval);
    actions().addWidget(m_range);
    actions().addWidget(m_export);
}

QWidget *ConsumptionPage::makeContent()
{
    m_figures = new ConsumptionFigures(m_format);
    m_chart = new ConsumptionChart(m_format, u"consumptionChart"_s);
    auto *frame = panel();
    auto *inner = new QVBoxLayout(frame);
    inner->setContentsMargins(12, 8, 12, 6);
    inner->addWidget(m_chart);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_figures);
    layout->addWidget(frame, 3);
    layout->addWidget(makeTables(), 2);
    return content;
}

QWidget *ConsumptionPage::makeTables()
{
    auto *items = new Table(tr("Values"), u"consumptionTable"_s);
    items->display(m_items, {0, 0, 118, 118, 122, 116});
    connect(items, &QTableView::activated, this, [this](const QModelIndex &index) {
        const ConsumptionItem &item = m_items.row(index.row());
        openReadings(item.from, item.to);
    });
    auto *meters = new Table(tr("Meters"), u"metersTable"_s);
    meters->display(m_meters, {70, 0, 0, 112, 112, 130, 96});
    connect(meters, &QTableView::activated, this, [this](const QModelIndex &index) {
        const Device &device = m_meters.row(index.row()).device;
        chooseSubject({Kind::Device, device.eui.toString(), device.name});
        refresh();
    });
    m_tables = new QStackedWidget;
    m_tables->addWidget(items);
    m_tables->addWidget(meters);
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->addWidget(m_tables);
    m_more = label({}, u"small"_s);
    m_more->setObjectName(u"metersNotListed"_s);
    m_more->setContentsMargins(12, 0, 12, 0);
    m_more->hide();
    layout->addWidget(m_more);
    connect(&m_meters, &MeterVolumesModel::loaded, this, [this] {
        m_more->setText(
            tr("The first %1 of %2 meters. Search any other above.")
                .arg(m_format.count(m_meters.rowCount()), m_format.count(m_meters.total())));
        m_more->setVisible(m_meters.total() > m_meters.rowCount());
    });
    return frame;
}

QDate ConsumptionPage::today() const
{
    return m_format.local(Format::now()).date();
}

Interval ConsumptionPage::interval() const
{
    return intervals[std::clamp(m_interval->current(), 0, 2)];
}

void ConsumptionPage::setCommunity(const QString &uuid)
{
    m_subject->setCommunity(uuid);
}

void ConsumptionPage::chooseSubject(const ConsumptionSubject &subject)
{
    m_subject->setSubject(subject);
}

void ConsumptionPage::refresh()
{
    m_range->setToday(today());
    updateSubtitle();
    if (m_subject->subject().id.isEmpty()) {
        m_stack->empty().setContent(u"consumption"_s, tr("Whose consumption?"),
                                    tr("Search a resident or a meter, or make a community first."));
        m_stack->empty().setAction({});
        m_stack->showEmpty();
        return;
    }
    load(Load::Visibly);
}

// One or two months make no picture: the last twelve do.
void ConsumptionPage::chooseInterval()
{
    const DateRange range = m_range->range();
    if (interval() == Interval::Month && range.from.addMonths(2) > range.to) {
        m_range->setToday(today());
        m_range->setRange(
            {QDate(today().year(), today().month(), 1).addMonths(-11), today().addDays(1)});
    }
    refresh();
}

// New readings change what is shown when the range reaches into today; at midnight it goes on.
void ConsumptionPage::refreshSoon(const contract::Events &events)
{
    const bool hasReading = std::any_of(events.begin(), events.end(), [](const auto &event) {
        return std::holds_alternative<contract::ReadingEvent>(event.content);
    });
    if (hasReading && isVisible() && m_range->reachesToday() && !m_refreshSoon.isActive())
        m_refreshSoon.start();
}

// While somebody looks closer or further down, nothing moves under them.
bool ConsumptionPage::isBeingRead() const
{
    const auto *table = qobject_cast<QAbstractItemView *>(m_tables->currentWidget());
    return m_chart->shown() != m_chart->content().whole || m_chart->current()
           || table->verticalScrollBar()->value() > 0 || table->selectionModel()->hasSelection();
}

void ConsumptionPage::load(Load how)
{
    m_load = how;
    if (how == Load::Visibly)
        m_stack->showLoading();
    ++m_asked;
    m_answers = {};
    const ConsumptionSubject subject = m_subject->subject();
    const DateRange range = m_range->range();
    ask(ConsumptionQuery::of(subject, range, interval()), &Answers::report, true);
    ask(ConsumptionQuery::of(subject, yearBefore(range), interval()), &Answers::lastYear, false);
    if (subject.kind != Kind::Community)
        return;
    ++m_answers.waiting;
    m_client.balance(subject.id, range, this, [this, asked = m_asked](Result<Balance> balance) {
        if (asked != m_asked)
            return;
        // Of a range too long for it the series is shown alone.
        if (balance)
            m_answers.balance = std::move(*balance);
        arrived();
    });
}

void ConsumptionPage::ask(const ConsumptionQuery &query,
                          std::optional<ConsumptionReport> Answers::*place, bool isNeeded)
{
    ++m_answers.waiting;
    m_client.consumption(
        query, this, [this, place, isNeeded, asked = m_asked](Result<ConsumptionReport> report) {
            if (asked != m_asked)
                return;
            if (report)
                m_answers.*place = std::move(*report);
            else if (isNeeded)
                return fail(report.error());
            arrived();
        });
}

void ConsumptionPage::arrived()
{
    if (--m_answers.waiting == 0 && !m_answers.hasFailed)
        display();
}

void ConsumptionPage::fail(const Error &error)
{
    if (m_answers.hasFailed)
        return;
    m_answers.hasFailed = true;
    if (m_load == Load::Visibly)
        m_stack->showError(error);
}

void ConsumptionPage::display()
{
    const ConsumptionReport &report = *m_answers.report;
    const auto &balance = m_answers.balance;
    const bool isBalance = balance && balance->principals > 0 && !balance->days.empty()
                           && interval() == Interval::Day;
    if (report.series.items.empty() && !isBalance) {
        m_stack->empty().setContent(
            u"consumption"_s, tr("No readings in this range"),
            tr("Choose another range at the top right, or another resident or meter."));
        m_stack->empty().setAction({});
        m_stack->showEmpty();
        return;
    }
    if (balance)
        m_figures->showCommunity(*balance, report);
    else
        m_figures->showOne(report);
    const ConsumptionReport *lastYear = m_answers.lastYear ? &*m_answers.lastYear : nullptr;
    const QString name =
        tr("Consumption of %1, %2")
            .arg(m_subject->subject().name, rangeText(m_range->range(), QLocale()));
    m_chart->setContent(isBalance ? chartOf(*balance, lastYear, m_format.timeZone())
                                  : chartOf(report, lastYear, m_format.timeZone()),
                        name);
    displayTable();
    updateSubtitle();
    m_stack->showContent();
}

void ConsumptionPage::displayTable()
{
    const ConsumptionSubject &subject = m_subject->subject();
    if (subject.kind == Kind::Community) {
        const ConsumptionQuery query = ConsumptionQuery::of(subject, m_range->range(), interval());
        DeviceQuery meters;
        meters.customerUuid = subject.id;
        m_meters.load(meters, query.from, query.to);
        m_tables->setCurrentIndex(1);
        return;
    }
    m_meters.clear();
    m_more->hide();
    m_items.setInterval(interval());
    m_items.setRows(m_answers.report->series.items);
    m_tables->setCurrentIndex(0);
}

void ConsumptionPage::updateSubtitle()
{
    const ConsumptionSubject &subject = m_subject->subject();
    if (subject.id.isEmpty()) {
        setSubtitle({});
        return;
    }
    switch (subject.kind) {
    case Kind::Device: setSubtitle(tr("%1 · one meter").arg(subject.name)); return;
    case Kind::Resident: setSubtitle(tr("%1 · resident").arg(subject.name)); return;
    case Kind::Community: break;
    }
    const auto &balance = m_answers.balance;
    if (balance && balance->principals > 0)
        setSubtitle(tr("%1 · principal meter against %n flat(s)", nullptr, balance->leafMeters)
                        .arg(subject.name));
    else if (balance)
        setSubtitle(tr("%1 · no principal meter: Devices → More → Is the principal meter")
                        .arg(subject.name));
    else
        setSubtitle(subject.name);
}

void ConsumptionPage::openReadings(ConsumptionFigures::Span span)
{
    DateRange range = m_range->range();
    if (span == ConsumptionFigures::Span::LastYear)
        range = yearBefore(range);
    else if (span == ConsumptionFigures::Span::PeriodBefore)
        range = periodBefore(range);
    openReadings(startOfDay(range.from, m_format.timeZone()),
                 startOfDay(range.to, m_format.timeZone()));
}

void ConsumptionPage::openReadings(Timestamp from, Timestamp to)
{
    auto *dialog =
        new ReadingsDialog(m_client, m_format, m_subject->subject(), {from, to}, window());
    connect(dialog, &ReadingsDialog::changed, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    dialog->open();
}

QString ConsumptionPage::save(ChartFile kind, const QString &path) const
{
    return saveChart({m_chart->content(), m_subject->subject().name,
                      rangeText(m_range->range(), QLocale()), m_format.timeZone(), QLocale(),
                      m_chart->isRegisterShown()},
                     kind, path);
}

QString ConsumptionPage::fileName() const
{
    const DateRange range = m_range->range();
    return u"%1 %2 %3"_s.arg(m_subject->subject().name, range.from.toString(Qt::ISODate),
                             range.last().toString(Qt::ISODate));
}

void ConsumptionPage::saveValues(bool isWorkbook)
{
    if (m_subject->subject().id.isEmpty()) {
        Q_EMIT noticed(tr("There is nothing to export yet."));
        return;
    }
    const ConsumptionSubject &subject = m_subject->subject();
    const DateRange range = m_range->range();
    const SheetSource shown = m_chart->content().isBalance()
                                  ? SheetSource(BalanceQuery{subject.id, range})
                                  : SheetSource(ConsumptionQuery::of(subject, range, interval()));
    saveSheet(m_client, {shown, fileName()}, isWorkbook, this,
              [this](const QString &sentence) { Q_EMIT noticed(sentence); });
}

void ConsumptionPage::chooseFile(ChartFile kind)
{
    if (!m_stack->hasContent()) {
        Q_EMIT noticed(tr("There is nothing to export yet."));
        return;
    }
    const std::pair<QString, QString> kinds[] = {{u"png"_s, tr("PNG pictures (*.png)")},
                                                 {u"svg"_s, tr("SVG drawings (*.svg)")},
                                                 {u"pdf"_s, tr("PDF documents (*.pdf)")}};
    const auto &[suffix, filter] = kinds[static_cast<size_t>(kind)];
    auto *dialog = new QFileDialog(window(), tr("Export consumption"), {}, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(fileName().replace(u'/', u'-') + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind](const QString &path) {
        const QString wrong = save(kind, path);
        Q_EMIT noticed(wrong.isEmpty() ? tr("Saved as %1.").arg(path)
                                       : tr("Could not be saved: %1").arg(wrong));
    });
    dialog->open();
}

} // namespace datakubo::ui
