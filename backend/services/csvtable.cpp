#include "backend/services/tablewriter.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

class CsvTableWriter final : public TableWriter
{
public:
    CsvTableWriter(const QStringList &titles, const CsvStyle &style) : m_style(style)
    {
        m_file = "\xEF\xBB\xBF";
        add(std::vector<Cell>(titles.begin(), titles.end()));
    }

    void add(const std::vector<Cell> &row) override
    {
        for (size_t i = 0; i < row.size(); ++i) {
            if (i > 0)
                m_file += m_style.delimiter;
            std::visit([this](const auto &value) { write(value); }, row[i]);
        }
        m_file += "\r\n";
    }

    Result<QByteArray> finish() override { return std::move(m_file); }

private:
    void write(std::monostate) {}
    void write(bool value) { m_file += value ? "true" : "false"; }
    void write(Timestamp value) { m_file += value.toString().toLatin1(); }
    void write(QDate value) { m_file += value.toString(Qt::ISODate).toLatin1(); }
    void write(double value)
    {
        QByteArray text = QByteArray::number(value, 'f', QLocale::FloatingPointShortest);
        text.replace('.', m_style.decimal);
        if (m_style.decimal == m_style.delimiter)
            writeField(text);
        else
            m_file += text;
    }
    void write(const QString &value)
    {
        constexpr QStringView beginnings = u"=+-@\t\r";
        const bool isTakenForFormula = !value.isEmpty() && beginnings.contains(value.front());
        writeField((isTakenForFormula ? u'\'' + value : value).toUtf8());
    }
    void writeField(const QByteArray &text)
    {
        // Every separator a spreadsheet may split at, whichever this file uses: what stands behind
        // another one could begin a cell, and a formula.
        static constexpr std::string_view quoted = ",;\t\"\n\r";
        const bool isPlain = std::none_of(text.begin(), text.end(), [](char c) {
            return quoted.find(c) != std::string_view::npos;
        });
        if (isPlain) {
            m_file += text;
            return;
        }
        m_file += '"' + QByteArray(text).replace("\"", "\"\"") + '"';
    }

    const CsvStyle m_style;
    QByteArray m_file;
};

} // namespace

std::unique_ptr<TableWriter> csvTable(const QStringList &titles, const CsvStyle &style)
{
    return std::make_unique<CsvTableWriter>(titles, style);
}

} // namespace datakubo::services
