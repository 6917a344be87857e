#pragma once
#include <QString>
#include <QStringList>

#include <vector>

namespace datakubo::storage {

enum class Engine { Sqlite, PostgreSql };

// The few words in which the two databases differ; all other SQL is one text for both.
namespace dialect {

// One migration file as the statements this engine runs: words filled in, blocks marked
// `-- only: sqlite|postgresql` (up to the next empty line after a `;`) taken or left out.
QStringList statements(const QString &migration, Engine engine);

// `like` without regard to case is done on columns folded in code; this escapes the pattern's own
// wild cards. The SQL must say `escape '!'`.
QString likePattern(const QString &part);

// `column inIntegers(engine)` with integerList(engine, …) bound to its one question mark: a set
// of any size in one statement text.
QString inIntegers(Engine engine);
QString integerList(Engine engine, const std::vector<qint64> &values);
QString inTexts(Engine engine);
QString textList(Engine engine, const QStringList &values);

} // namespace dialect

} // namespace datakubo::storage
