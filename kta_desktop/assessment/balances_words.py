"""Sentences of balances, in the languages that sheets print in."""

from kta_desktop.domain.texts import Text

DIFFERING = Text(
    ru="«{what}»: на стадии «{source}» указано {first}, на стадии «{target}» — {second}. "
    "В балансе взято первое.",
    kk="«{what}»: «{source}» сатысында {first}, «{target}» сатысында {second} көрсетілген. "
    "Теңгерімге біріншісі алынды.",
    en="“{what}”: {first} at the stage “{source}”, {second} at the stage “{target}”. "
    "The balance takes the first.",
)
STAGES_LESS = Text(
    ru="{side} по предприятию — {first}, по стадиям — {second}: остальное по стадиям не разнесено.",
    kk="{side}: кәсіпорын бойынша {first}, кезеңдер бойынша {second}: қалғаны "
    "кезеңдерге бөлінбеген.",
    en="{side}: {first} for the plant, {second} for its stages: the rest is not allocated "
    "to stages.",
)
STAGES_MORE = Text(
    ru="{side} по предприятию — {first}, по стадиям — {second}: стадии показывают больше, "
    "чем всё предприятие. Проверьте, не учтён ли поток дважды и всё ли внесено по предприятию.",
    kk="{side}: кәсіпорын бойынша {first}, кезеңдер бойынша {second}: кезеңдер бүкіл "
    "кәсіпорыннан көп көрсетеді. Ағын екі рет есептелмегенін және кәсіпорын бойынша бәрі "
    "енгізілгенін тексеріңіз.",
    en="{side}: {first} for the plant, {second} for its stages: the stages show more than "
    "the whole plant. Check whether a stream is counted twice and the totals are complete.",
)
LEFT_OUT = Text(
    ru="Не учтены потребители холода и сжатого воздуха ({names}): их энергия уже входит "
    "в электроэнергию.",
    kk="Суық пен сығылған ауа тұтынушылары ({names}) есепке алынбады: олардың энергиясы "
    "электр энергиясының құрамында.",
    en="Users of cold and compressed air ({names}) are left out: their energy is part of "
    "the electricity.",
)
EXPIRED = Text(
    ru="Счётчик «{name}»: поверка истекла {day}, показания не подтверждены.",
    kk="«{name}» есептегіші: салыстырып тексеру мерзімі {day} өткен, көрсеткіштері расталмаған.",
    en="Meter “{name}”: its verification ended on {day}, its readings are not confirmed.",
)
UNMETERED = Text(
    ru="Без счётчика: {names}.", kk="Есептегішсіз: {names}.", en="Without a meter: {names}."
)
EVAPORATION = Text(
    ru="Испарение при охлаждении и продувках, пар: измерить подпитку и продувку.",
    kk="Салқындату мен үрлеудегі булану, бу: толықтыру мен үрлеуді өлшеу.",
    en="Evaporation in cooling and blow-down, steam: measure make-up and blow-down.",
)
LEAKS = Text(
    ru="Утечки в сети: ночной расход при остановленном производстве.",
    kk="Желідегі ағып кетулер: өндіріс тоқтаған түнгі шығын.",
    en="Leaks in the network: the flow at night with production stopped.",
)
MOISTURE = Text(
    ru="Влага продукции и отходов, неучтённый сток.",
    kk="Өнім мен қалдықтардың ылғалы, есепке алынбаған сарқынды су.",
    en="Moisture of products and waste, effluent that is not metered.",
)
OTHER_USES = Text(
    ru="Потребители, которых нет в таблице водопользования, в том числе охлаждение без счётчика.",
    kk="Су пайдалану кестесінде жоқ тұтынушылар, оның ішінде есептегішсіз салқындату.",
    en="Consumers that are not in the table of water uses, cooling without a meter among them.",
)
OTHER_SOURCE = Text(
    ru="Неучтённый источник: скважина, привозная вода, вода из сырья или покупного пара.",
    kk="Есепке алынбаған көз: ұңғыма, тасымал су, шикізат суы немесе сатып алынған бу суы.",
    en="A source that is not entered: a well, tankers, water of raw material or bought steam.",
)
CONDENSATE = Text(
    ru="Возврат конденсата или повторное использование не записаны.",
    kk="Конденсатты қайтару немесе қайта пайдалану жазылмаған.",
    en="Condensate return or reuse is not entered.",
)
RAIN = Text(
    ru="Дождевые и талые воды попадают в сток.",
    kk="Жаңбыр және қар сулары сарқынды суға түседі.",
    en="Rain and melt water gets into the waste water.",
)
CIRCLE_AS_USE = Text(
    ru="Оборотная вода посчитана как использованная: проверьте таблицу по назначению.",
    kk="Айналым суы пайдаланылған су ретінде есептелген: мақсаты бойынша кестені тексеріңіз.",
    en="Recirculated water is counted as used: check the table of uses.",
)
STEAM_TWICE = Text(
    ru="Котельная и потребители её пара могут быть записаны оба: энергия посчитана дважды.",
    kk="Қазандық пен оның буын тұтынушылар екеуі де жазылған болуы мүмкін: энергия екі рет "
    "есептелген.",
    en="The boiler house and the users of its steam may both be listed: counted twice.",
)
OTHER_SUPPLY = Text(
    ru="Неучтённое поступление: собственная выработка, топливо, другой период счетов.",
    kk="Есепке алынбаған түсім: өз өндірісі, отын, шоттардың басқа кезеңі.",
    en="Supply that is not entered: own generation, a fuel, bills of another period.",
)
FURNACE_LOSSES = Text(
    ru="Потери котлов и печей: уходящие газы, продувка, возврат конденсата, КПД.",
    kk="Қазандықтар мен пештердің шығыны: шығатын газдар, үрлеу, конденсат қайтару, ПӘК.",
    en="Losses of boilers and furnaces: flue gas, blow-down, condensate, efficiency.",
)
LINE_LOSSES = Text(
    ru="Потери в сетях и трансформаторах, потребители без учёта.",
    kk="Желілер мен трансформаторлардағы шығын, есепке алынбаған тұтынушылар.",
    en="Losses in lines and transformers, consumers without a meter.",
)
HEAT_AWAY = Text(
    ru="Тепло, уходящее с продукцией, водой и воздухом.",
    kk="Өніммен, сумен және ауамен кететін жылу.",
    en="Heat that leaves with product, water and air.",
)
IGNITION = Text(
    ru="Влага и угар при нагреве, вещества в сточной воде, потери при уборке и перегрузке.",
    kk="Қыздыру кезіндегі ылғал мен күйіп кету, сарқынды судағы заттар, жинау "
    "мен аударудағы шығын.",
    en="Moisture and ignition loss, matter in waste water, losses in cleaning and transfer.",
)
STOCKS = Text(
    ru="Изменение запасов сырья и продукции за год.",
    kk="Шикізат пен өнім қорының жыл ішіндегі өзгеруі.",
    en="Change of stocks of raw material and product in the year.",
)
ADDED_WATER = Text(
    ru="Вода, добавленная в продукцию и отходы: она в балансе воды, а не материалов.",
    kk="Өнім мен қалдықтарға қосылған су: ол материалдар емес, су балансында.",
    en="Water added to product and waste: it is in the balance of water, not of materials.",
)
OTHER_MATERIAL = Text(
    ru="Сырьё или добавки, которых нет в таблице; запасы прошлого года.",
    kk="Кестеде жоқ шикізат немесе қоспалар; өткен жылғы қор.",
    en="Raw materials or additives not in the table; stocks of the year before.",
)
CONTENT = Text(
    ru="Содержание вещества в сырье, продукции и отходах: программа его не знает, введите потоки "
    "под названием вещества.",
    kk="Шикізаттағы, өнім мен қалдықтардағы заттың мөлшері: бағдарлама оны білмейді, ағындарды "
    "зат атауымен енгізіңіз.",
    en="The content of the substance in raw material, product and waste: the program does not "
    "know it; enter streams under its name.",
)
