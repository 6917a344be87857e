#include "ui/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

void installTranslations(QCoreApplication &application, const QLocale &locale)
{
    const QString folder = u":/datakubo/translations"_s;
    auto *english = new QTranslator(&application);
    if (english->load(u"datakubo_en"_s, folder))
        QCoreApplication::installTranslator(english);
    // The newest translator is asked first.
    auto *own = new QTranslator(&application);
    if (locale.language() != QLocale::English && own->load(locale, u"datakubo"_s, u"_"_s, folder))
        QCoreApplication::installTranslator(own);
}

} // namespace datakubo::ui
