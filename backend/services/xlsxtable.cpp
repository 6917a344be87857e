#include "backend/services/tablewriter.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTimeZone>

#include <xlsxwriter.h>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

constexpr double columnWidth = 20;
constexpr qsizetype longestText = 32'767; // that a cell may hold

class XlsxTableWriter final : public TableWriter
{
public:
    XlsxTableWriter(const QStringList &titles, const QTimeZone &zone) : m_zone(zone)
    {
        QByteArray folder = QFile::encodeName(m_folder.path());
        const QByteArray file = QFile::encodeName(fileName());
        // Rows go to a temporary file one by one instead of staying in memory.
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder.data();
        m_workbook = m_folder.isValid() ? workbook_new_opt(file.constData(), &options) : nullptr;
        m_sheet = m_workbook != nullptr ? workbook_add_worksheet(m_workbook, nullptr) : nullptr;
        if (m_sheet == nullptr)
            return;
        m_bold = workbook_add_format(m_workbook);
        format_set_bold(m_bold);
        m_time = workbook_add_format(m_workbook);
        format_set_num_format(m_time, "yyyy-mm-dd hh:mm:ss");
        m_day = workbook_add_format(m_workbook);
        format_set_num_format(m_day, "yyyy-mm-dd");
        worksheet_freeze_panes(m_sheet, 1, 0);
        worksheet_set_column(m_sheet, 0, static_cast<lxw_col_t>(titles.size() - 1), columnWidth,
                             nullptr);
        for (const QString &title : titles)
            writeText(title, m_bold);
        endRow();
    }
    ~XlsxTableWriter() override { lxw_workbook_free(m_workbook); }
    XlsxTableWriter(const XlsxTableWriter &) = delete;
    XlsxTableWriter &operator=(const XlsxTableWriter &) = delete;

    void add(const std::vector<Cell> &row) override
    {
        for (const Cell &cell : row) {
            std::visit([this](const auto &value) { write(value); }, cell);
            ++m_column;
        }
        endRow();
    }

    Result<QByteArray> finish() override
    {
        const bool isWritten =
            m_sheet != nullptr
            && workbook_close(std::exchange(m_workbook, nullptr)) == LXW_NO_ERROR;
        QFile file(fileName());
        if (!isWritten || !file.open(QIODevice::ReadOnly)) {
            return Error{ErrorCode::StorageUnavailable,
                         u"There is no room for the file among the temporary files"_s,
                         {}};
        }
        return file.readAll();
    }

private:
    QString fileName() const { return m_folder.filePath(u"table.xlsx"_s); }
    void endRow()
    {
        ++m_row;
        m_column = 0;
    }
    void writeText(const QString &text, lxw_format *format)
    {
        write(text, format);
        ++m_column;
    }

    void write(std::monostate) {}
    void write(bool value)
    {
        if (m_sheet != nullptr)
            worksheet_write_boolean(m_sheet, m_row, m_column, value ? 1 : 0, nullptr);
    }
    void write(double value, lxw_format *format = nullptr)
    {
        if (m_sheet != nullptr)
            worksheet_write_number(m_sheet, m_row, m_column, value, format);
    }
    void write(const QString &value, lxw_format *format = nullptr)
    {
        if (m_sheet == nullptr)
            return;
        QString text = value.left(longestText);
        if (text.size() < value.size() && text.back().isHighSurrogate())
            text.chop(1);
        // XML does not have these two.
        text.replace(QChar(0xFFFE), QChar::ReplacementCharacter);
        text.replace(QChar(0xFFFF), QChar::ReplacementCharacter);
        worksheet_write_string(m_sheet, m_row, m_column, text.toUtf8().constData(), format);
    }
    void write(Timestamp value)
    {
        const QDateTime utc = QDateTime::fromMSecsSinceEpoch(value.ms, QTimeZone::utc());
        const qint64 wall = value.ms + m_zone.offsetFromUtc(utc) * duration::second;
        write(serial(wall), m_time);
    }
    void write(QDate value)
    {
        const QDateTime midnight = value.startOfDay(QTimeZone::utc());
        write(serial(midnight.toMSecsSinceEpoch()), m_day);
    }
    // Days since 1899-12-30, which is how a spreadsheet counts.
    static double serial(qint64 wallMs)
    {
        constexpr double daysBefore1970 = 25'569;
        return static_cast<double>(wallMs) / static_cast<double>(duration::day) + daysBefore1970;
    }

    const QTimeZone m_zone;
    QTemporaryDir m_folder;
    lxw_workbook *m_workbook = nullptr;
    lxw_worksheet *m_sheet = nullptr; // null: it could not be begun
    lxw_format *m_bold = nullptr;
    lxw_format *m_time = nullptr;
    lxw_format *m_day = nullptr;
    lxw_row_t m_row = 0;
    lxw_col_t m_column = 0;
};

} // namespace

std::unique_ptr<TableWriter> xlsxTable(const QStringList &titles, const QTimeZone &zone)
{
    return std::make_unique<XlsxTableWriter>(titles, zone);
}

} // namespace datakubo::services
