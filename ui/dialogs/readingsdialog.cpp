#include "ui/dialogs/readingsdialog.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/readingdialogs.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/rangepicker.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QString spanText(ReadingsDialog::Span span, const Format &format)
{
    const QDateTime from = format.local(span.from);
    const QDateTime to = format.local(span.to);
    const QLocale locale;
    if (from.time() == QTime(0, 0) && to.time() == QTime(0, 0))
        return rangeText({from.date(), to.date()}, locale);
    return locale.toString(from, u"d MMM yyyy HH:mm"_s) + u" – "_s
           + locale.toString(to, from.date() == to.date() ? u"HH:mm"_s : u"d MMM yyyy HH:mm"_s);
}

} // namespace

ReadingsDialog::ReadingsDialog(ApiClient &client, const Format &format,
                               const ConsumptionSubject &subject, Span span, QWidget *parent)
    : QDialog(parent),
      m_client(client),
      m_format(format),
      m_subject(subject),
      m_span(span),
      m_meters(client, format),
      m_readings(format),
      m_title(label({}, u"title"_s)),
      m_second(label({}, u"small"_s)),
      m_pages(new QStackedWidget),
      m_error(label({}, u"error"_s)),
      m_back(button(tr("All meters"), u"readingsBack"_s))
{
    setObjectName(u"readingsDialog"_s);
    setWindowTitle(tr("Readings"));
    setAccessibleName(tr("Readings"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(760, 560);
    m_title->setObjectName(u"readingsTitle"_s);
    m_second->setObjectName(u"readingsSpan"_s);
    m_second->setText(spanText(span, format));
    m_error->setObjectName(u"readingsError"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    m_pages->addWidget(makeMeters());
    m_pages->addWidget(makeReadings());

    auto *close = button(tr("Close"), u"readingsClose"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &ReadingsDialog::showMeters);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_title);
    titles->addWidget(m_second);
    auto *head = new QHBoxLayout;
    head->addLayout(titles, 1);
    head->addWidget(m_back, 0, Qt::AlignTop);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *action : {m_exclude, m_takeBack, m_add, m_older})
        buttons->addWidget(action);
    buttons->addStretch();
    buttons->addWidget(m_save);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 18);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_error);
    layout->addLayout(buttons);

    if (const auto eui = DevEui::parse(subject.id);
        eui && subject.kind == ConsumptionSubject::Kind::Device)
        showMeter(*eui, subject.name);
    else
        showMeters();
}

QWidget *ReadingsDialog::makeMeters()
{
    auto *table = new Table(tr("Meters"), u"readingsMeters"_s);
    table->display(m_meters, {64, 0, 0, 110, 110, 130});
    m_meterStack = new LoadStack(table, u"readingsMetersStack"_s);
    m_meterStack->empty().setContent(u"devices"_s, tr("No meter here"),
                                     tr("Meters are assigned on the Devices page."));
    connect(table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const Device &device = m_meters.row(index.row()).device;
        showMeter(device.eui, device.name);
    });
    connect(table, &QTableView::clicked, table, &QTableView::activated);
    connect(&m_meters, &MeterVolumesModel::loaded, this, [this] {
        if (m_meters.rowCount() == 0)
            m_meterStack->showEmpty();
        else
            m_meterStack->showContent();
    });
    connect(&m_meters, &MeterVolumesModel::failed, m_meterStack, &LoadStack::showError);
    connect(m_meterStack, &LoadStack::retryWanted, this, [this] {
        m_meters.clear();
        showMeters();
    });
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->addWidget(m_meterStack);
    return frame;
}

QWidget *ReadingsDialog::makeReadings()
{
    m_table = new Table(tr("Readings"), u"readingList"_s);
    m_table->display(m_readings, {0, 130, 110, 130, 120});
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ReadingsDialog::updateActions);
    m_readingStack = new LoadStack(m_table, u"readingListStack"_s);
    m_readingStack->empty().setContent(u"signal"_s, tr("No reading in this span"),
                                       tr("What was used in it comes from the readings before and "
                                          "after."));
    connect(m_readingStack, &LoadStack::retryWanted, this, &ReadingsDialog::reload);
    m_exclude = button(tr("&Exclude…"), u"excludeReading"_s);
    m_takeBack = button(tr("&Count again"), u"takeBackReading"_s);
    m_add = button(tr("&Add reading…"), u"addReading"_s);
    m_older = button(tr("Show older"), u"olderReadings"_s);
    connect(m_exclude, &QPushButton::clicked, this, &ReadingsDialog::exclude);
    connect(m_takeBack, &QPushButton::clicked, this, &ReadingsDialog::takeBack);
    connect(m_add, &QPushButton::clicked, this, &ReadingsDialog::add);
    connect(m_older, &QPushButton::clicked, this, [this] {
        m_older->setEnabled(false);
        load(m_nextCursor);
    });
    m_save = new SaveSheetButton(m_client, u"exportReadings"_s);
    m_save->addList({}, [this] { return SheetToSave{query(), m_title->text()}; });
    connect(m_save, &SaveSheetButton::noticed, m_second, &QLabel::setText);
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->addWidget(m_readingStack);
    return frame;
}

void ReadingsDialog::showMeters()
{
    m_title->setText(tr("Meters of %1").arg(m_subject.name));
    m_pages->setCurrentIndex(0);
    m_error->hide();
    updateActions();
    if (m_meters.rowCount() > 0)
        return;
    m_meterStack->showLoading();
    DeviceQuery meters;
    if (m_subject.kind == ConsumptionSubject::Kind::Resident)
        meters.residentUuid = m_subject.id;
    else
        meters.customerUuid = m_subject.id;
    m_meters.load(meters, m_span.from.toString(), m_span.to.toString());
}

void ReadingsDialog::showMeter(DevEui eui, const QString &name)
{
    m_eui = eui;
    m_title->setText(tr("Readings of %1").arg(name));
    m_pages->setCurrentIndex(1);
    reload();
}

void ReadingsDialog::reload()
{
    ++m_asked;
    m_second->setText(spanText(m_span, m_format));
    m_nextCursor.clear();
    m_readings.setRows({});
    m_readingStack->showLoading();
    updateActions();
    load({});
}

ReadingsQuery ReadingsDialog::query() const
{
    ReadingsQuery query;
    query.eui = m_eui;
    query.from = m_span.from;
    query.to = m_span.to;
    return query;
}

void ReadingsDialog::load(const QString &cursor)
{
    ReadingsQuery wanted = query();
    wanted.cursor = cursor;
    m_client.readings(
        wanted, this,
        [this, isFirst = cursor.isEmpty(), asked = m_asked](Result<contract::Page<Reading>> page) {
            if (asked != m_asked)
                return;
            m_older->setEnabled(true);
            if (page)
                take(std::move(*page), isFirst);
            else if (isFirst)
                m_readingStack->showError(page.error());
            else {
                m_error->setText(sentence(page.error()));
                m_error->show();
            }
        });
}

void ReadingsDialog::take(contract::Page<Reading> page, bool isFirst)
{
    m_nextCursor = page.pagination.nextCursor;
    if (isFirst)
        m_readings.setRows(std::move(page.items));
    else
        m_readings.addRows(std::move(page.items));
    if (m_readings.rowCount() == 0)
        m_readingStack->showEmpty();
    else
        m_readingStack->showContent();
    updateActions();
}

std::optional<Reading> ReadingsDialog::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_readings.row(rows.first().row()));
}

void ReadingsDialog::updateActions()
{
    const bool isMeter = m_pages->currentIndex() == 1;
    const auto reading = chosen();
    m_back->setVisible(isMeter && m_subject.kind != ConsumptionSubject::Kind::Device);
    m_exclude->setVisible(isMeter && (!reading || !reading->excluded));
    m_exclude->setEnabled(reading.has_value());
    m_takeBack->setVisible(isMeter && reading && reading->excluded);
    m_add->setVisible(isMeter);
    m_save->setVisible(isMeter);
    m_older->setVisible(isMeter && !m_nextCursor.isEmpty());
}

void ReadingsDialog::exclude()
{
    const auto reading = chosen();
    if (!reading)
        return;
    auto *dialog = new ExcludeDialog(m_client, reading->uuid(),
                                     tr("%1 of %2")
                                         .arg(m_format.volumeWithUnit(reading->volume),
                                              m_format.moment(reading->recordedAt, Format::now())),
                                     this);
    connect(dialog, &ExcludeDialog::excluded, this, [this] {
        reload();
        Q_EMIT changed();
    });
    dialog->open();
}

void ReadingsDialog::takeBack()
{
    const auto reading = chosen();
    if (!reading)
        return;
    ReadingChange change;
    change.excluded = false;
    m_error->hide();
    m_takeBack->setEnabled(false);
    m_client.changeReading(reading->uuid(), change, this, [this](const Result<Reading> &answer) {
        m_takeBack->setEnabled(true);
        if (!answer) {
            m_error->setText(sentence(answer.error()));
            m_error->show();
            return;
        }
        reload();
        Q_EMIT changed();
    });
}

void ReadingsDialog::add()
{
    auto *dialog = new ManualReadingDialog(m_client, m_format, m_eui, this);
    connect(dialog, &ManualReadingDialog::added, this, [this] {
        reload();
        Q_EMIT changed();
    });
    dialog->open();
}

} // namespace datakubo::ui
