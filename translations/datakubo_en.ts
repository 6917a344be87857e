<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>datakubo::ui::AttentionList</name>
    <message numerus="yes">
        <source>%n device(s) silent</source>
        <translation>
            <numerusform>%n device silent</numerusform>
            <numerusform>%n devices silent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unregistered</source>
        <translation>
            <numerusform>%n unregistered</numerusform>
            <numerusform>%n unregistered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in maintenance</source>
        <translation>
            <numerusform>%n in maintenance</numerusform>
            <numerusform>%n in maintenance</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::BillingPage</name>
    <message numerus="yes">
        <source>Base, %n device(s) included</source>
        <translation>
            <numerusform>Base, %n device included</numerusform>
            <numerusform>Base, %n devices included</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) beyond</source>
        <translation>
            <numerusform>%n device beyond</numerusform>
            <numerusform>%n devices beyond</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::Changes</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::Chart</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n meter(s) silent, estimated:</source>
        <translation>
            <numerusform>%n meter silent, estimated:</numerusform>
            <numerusform>%n meters silent, estimated:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::CommunitiesPage</name>
    <message numerus="yes">
        <source>%n community(ies)</source>
        <translation>
            <numerusform>%n community</numerusform>
            <numerusform>%n communities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resident(s)</source>
        <translation>
            <numerusform>%n resident</numerusform>
            <numerusform>%n residents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::ConnectSteps</name>
    <message numerus="yes">
        <source>%n device(s) sent and wait to be registered.</source>
        <translation>
            <numerusform>%n device sent and waits to be registered.</numerusform>
            <numerusform>%n devices sent and wait to be registered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::ConsumptionFigures</name>
    <message numerus="yes">
        <source>%n meter(s)</source>
        <translation>
            <numerusform>%n meter</numerusform>
            <numerusform>%n meters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n household(s)</source>
        <translation>
            <numerusform>of %n household</numerusform>
            <numerusform>of %n households</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shown from %n household(s) on</source>
        <translation>
            <numerusform>shown from %n household on</numerusform>
            <numerusform>shown from %n households on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::ConsumptionPage</name>
    <message numerus="yes">
        <source>%1 · principal meter against %n flat(s)</source>
        <translation>
            <numerusform>%1 · principal meter against %n flat</numerusform>
            <numerusform>%1 · principal meter against %n flats</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::DeleteDialog</name>
    <message numerus="yes">
        <source>%n resident(s) and their log-ins are deleted with it.</source>
        <translation>
            <numerusform>%n resident and their log-in are deleted with it.</numerusform>
            <numerusform>%n residents and their log-ins are deleted with it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::FirstStart</name>
    <message numerus="yes">
        <source>%n more character(s)</source>
        <translation>
            <numerusform>%n more character</numerusform>
            <numerusform>%n more characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::ImportDialog</name>
    <message numerus="yes">
        <source>Stopped after %n line(s).</source>
        <translation>
            <numerusform>Stopped after %n line.</numerusform>
            <numerusform>Stopped after %n lines.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) imported.</source>
        <translation>
            <numerusform>%n line imported.</numerusform>
            <numerusform>%n lines imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n line(s) taken in. Left out:</source>
        <translation>
            <numerusform>%1 of %n line taken in. Left out:</numerusform>
            <numerusform>%1 of %n lines taken in. Left out:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n thing(s) need attention</source>
        <translation>
            <numerusform>%n thing needs attention</numerusform>
            <numerusform>%n things need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::RegisterDialog</name>
    <message numerus="yes">
        <source>%n digit(s) too many.</source>
        <translation>
            <numerusform>%n digit too many.</numerusform>
            <numerusform>%n digits too many.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::UnregisteredPage</name>
    <message numerus="yes">
        <source>%n device(s) sent without being known</source>
        <translation>
            <numerusform>%n device sent without being known</numerusform>
            <numerusform>%n devices sent without being known</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) registered.</source>
        <translation>
            <numerusform>%n device registered.</numerusform>
            <numerusform>%n devices registered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: %1</source>
        <translation>
            <numerusform>%n left out: %1</numerusform>
            <numerusform>%n left out: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Register %n</source>
        <translation>
            <numerusform>&amp;Register %n</numerusform>
            <numerusform>&amp;Register %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::WebhookDetailPanel</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::WebhooksModel</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>datakubo::ui::WebhooksPage</name>
    <message numerus="yes">
        <source>%n came in, the newest first</source>
        <translation>
            <numerusform>%n came in</numerusform>
            <numerusform>%n came in, the newest first</numerusform>
        </translation>
    </message>
</context>
</TS>
