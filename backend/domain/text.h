#pragma once
#include <QStringView>

namespace datakubo {

// As people and JSON Schema count: an emoji is one, though it takes two places in a QString.
qsizetype characterCount(QStringView text);

} // namespace datakubo
