#pragma once

class QCoreApplication;
class QLocale;

namespace datakubo::ui {

// Installs the window's texts in that language. English comes always: the sources spell singular
// and plural as one ("device(s)"), which it tells apart.
void installTranslations(QCoreApplication &application, const QLocale &locale);

} // namespace datakubo::ui
