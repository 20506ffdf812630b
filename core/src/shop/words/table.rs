//! Every word in every language, in the order of [`Word`].

use super::Word;

/// English, Persian, Arabic.
type InEveryLang = [&'static str; 3];

pub(super) static ALL: [(Word, InEveryLang); 164] = [
    (Word::Viewed, ["because you looked at {}", "چون {} را دیدید", "لأنك شاهدت {}"]),
    (Word::InCart, ["goes with {} in your cart", "همراه {} که در سبد شماست", "يناسب {} في سلتك"]),
    (Word::Bought, ["because you bought {}", "چون {} خریده‌اید", "لأنك اشتريت {}"]),
    (Word::GoesWith, ["often bought with {}", "معمولاً همراه {} خریده می‌شود", "يُشترى غالبًا مع {}"]),
    (Word::Popular, ["popular now", "این روزها پرفروش", "رائج الآن"]),
    (Word::ListPrice, ["price for everyone", "قیمت برای همه", "السعر للجميع"]),
    (Word::CardPrice, ["your card price", "قیمت کارت شما", "سعر بطاقتك"]),
    (Word::WithCard, ["with the card: ", "با کارت: ", "بالبطاقة: "]),
    (Word::OutOfStock, ["not enough in stock", "موجودی کافی نیست", "الكمية غير متوفرة"]),
    (Word::Total, ["Total: ", "جمع: ", "المجموع: "]),
    (Word::CartEmpty, ["Your cart is empty.", "سبد شما خالی است.", "سلتك فارغة."]),
    (Word::Order, ["Order ", "سفارش ", "الطلب "]),
    (Word::Nothing, ["Nothing to suggest yet.", "هنوز پیشنهادی نداریم.", "لا اقتراحات بعد."]),
    (Word::Unknown, ["There is nothing here.", "اینجا چیزی نیست.", "لا شيء هنا."]),
    (
        Word::ConsentDenied,
        [
            "Nothing about you is remembered.",
            "هیچ چیز درباره‌ی شما به خاطر سپرده نمی‌شود.",
            "لا نحتفظ بأي شيء عنك.",
        ],
    ),
    (
        Word::ConsentPrivate,
        [
            "What you look at is remembered on this device only.",
            "آنچه می‌بینید فقط روی همین دستگاه می‌ماند.",
            "ما تشاهده يُحفظ على هذا الجهاز فقط.",
        ],
    ),
    (
        Word::ConsentFull,
        [
            "What you look at is remembered, to suggest what suits you.",
            "آنچه می‌بینید به خاطر می‌ماند تا پیشنهادها به سلیقه‌ی شما باشد.",
            "نحتفظ بما تشاهده لنقترح عليك ما يناسبك.",
        ],
    ),
    (Word::HoldsCard, ["You hold the loyalty card.", "شما کارت باشگاه مشتریان دارید.", "لديك بطاقة الولاء."]),
    (Word::Purchases, ["You bought {} times, for", "{} بار خرید کرده‌اید، به مبلغ", "عدد مشترياتك {}، بقيمة"]),
    (Word::Likes, ["You often choose from: {}.", "بیشتر از این بخش برمی‌دارید: {}.", "تختار كثيرًا من: {}."]),
    (Word::Placed, ["Placed", "ثبت شد", "تم الطلب"]),
    (Word::Packed, ["Packed", "بسته‌بندی شد", "تم التغليف"]),
    (Word::Shipped, ["On its way", "در راه است", "في الطريق"]),
    (Word::Delivered, ["Delivered", "تحویل شد", "تم التسليم"]),
    (Word::Cancelled, ["Cancelled", "لغو شد", "أُلغي"]),
    (
        Word::Regular,
        [
            "You are one of those who come often.",
            "شما از مشتریان همیشگی ما هستید.",
            "أنت من زبائننا الدائمين.",
        ],
    ),
    (
        Word::Occasional,
        [
            "You are one of those who come now and then.",
            "شما گاه‌گاه به ما سر می‌زنید.",
            "أنت ممن يزوروننا من حين لآخر.",
        ],
    ),
    (
        Word::LapsedRegular,
        [
            "You used to come often; it has been a while.",
            "زیاد سر می‌زدید؛ مدتی است خبری از شما نیست.",
            "كنت تزورنا كثيرًا، وقد مضى وقت.",
        ],
    ),
    (
        Word::Lapsed,
        ["It has been a while since you came.", "مدتی است به ما سر نزده‌اید.", "مضى وقت منذ زيارتك الأخيرة."],
    ),
    (Word::New, ["new here", "تازه رسیده", "وصل حديثًا"]),
    (Word::Range, ["from our range", "از کالاهای ما", "من تشكيلتنا"]),
    (
        Word::Why,
        [
            "Lists follow what you look at and buy, and what others buy with it.",
            "فهرست‌ها از آنچه می‌بینید و می‌خرید، و آنچه دیگران همراهش می‌خرند، ساخته می‌شوند.",
            "تتبع القوائم ما تشاهده وتشتريه، وما يشتريه الآخرون معه.",
        ],
    ),
    (Word::HeldPrice, ["up to the lowest price", "تا کمترین قیمت", "حتى أدنى سعر"]),
    (Word::HeldBudget, ["as far as it still goes", "تا پایان بودجه‌ی آن", "بقدر ما تبقّى منه"]),
    (Word::Sending, ["sending", "ارسال", "الشحن"]),
    (Word::Tax, ["tax", "مالیات", "الضريبة"]),
    (Word::SpendMore, ["{} more for ", "با {} خرید بیشتر: ", "أضف {} لتحصل على "]),
    (Word::UnitsMore, ["{} more of these for ", "با {} عدد دیگر: ", "أضف {} أخرى لتحصل على "]),
    (Word::From, ["from {}: ", "از {}: ", "ابتداءً من {}: "]),
    (Word::WouldAdd, ["adds {} to your cart", "{} به سبد شما می‌افزاید", "يضيف {} إلى سلتك"]),
    (Word::ViewedThis, ["you looked at this", "این را دیده‌اید", "شاهدت هذا"]),
    (Word::BoughtThis, ["you bought this before", "پیش‌تر این را خریده‌اید", "سبق أن اشتريت هذا"]),
    (Word::Refunded, ["Refunded: ", "بازگردانده شد: ", "المبلغ المُسترَد: "]),
    (Word::GroupPrice, ["your group's price", "قیمت گروه شما", "سعر مجموعتك"]),
    (Word::FromUnits, ["from {} on, each ", "از {} عدد به بالا، هر یک ", "ابتداءً من {}، للواحدة "]),
    (Word::InGroup, ["You are in the group {}.", "شما در گروه {} هستید.", "أنت في مجموعة {}."]),
    (
        Word::Lowest,
        [
            "lowest price of the 30 days before: ",
            "کمترین قیمت ۳۰ روز پیش از آن: ",
            "أدنى سعر في الأيام الثلاثين السابقة: ",
        ],
    ),
    (Word::InTransit, ["Moving with the carrier", "در دست حمل", "قيد النقل"]),
    (Word::OutForDelivery, ["Out for delivery", "در دست پیک", "خرج للتسليم"]),
    (
        Word::Failed,
        [
            "Could not be delivered, will be tried again",
            "تحویل نشد، دوباره تلاش می‌شود",
            "تعذّر التسليم، ستُعاد المحاولة",
        ],
    ),
    (Word::Lost, ["Lost on the way", "در راه گم شد", "فُقد في الطريق"]),
    (Word::SentBack, ["Returned to us", "به ما برگشت", "أُعيد إلينا"]),
    (Word::Unpacked, ["Opened again", "دوباره باز شد", "أُعيد فتحه"]),
    (Word::Parcel, ["Parcel {}", "بسته‌ی {}", "الطرد {}"]),
    (
        Word::Waiting,
        [
            "Not in stock yet, follows later:",
            "هنوز موجود نیست، بعداً فرستاده می‌شود:",
            "غير متوفر بعد، يُرسل لاحقًا:",
        ],
    ),
    (Word::CalledOff, ["Called off:", "لغو شده:", "أُلغي منه:"]),
    (Word::Authorised, ["Set aside for payment: ", "برای پرداخت کنار گذاشته شد: ", "محجوز للدفع: "]),
    (Word::Captured, ["Paid: ", "پرداخت شد: ", "دُفع: "]),
    (Word::Repaid, ["Paid back: ", "پس داده شد: ", "أُعيد دفعه: "]),
    (Word::Invoice, ["invoice {}", "فاکتور {}", "فاتورة {}"]),
    (Word::Due, ["Still to pay: ", "مانده‌ی پرداخت: ", "المتبقي للدفع: "]),
    (Word::MayWait, ["part of it may come later", "شاید بخشی از آن دیرتر برسد", "قد يصل بعضه لاحقًا"]),
    (Word::Return, ["Return {}", "مرجوعی {}", "الإرجاع {}"]),
    (Word::ForMoney, ["for the money", "در برابر پول", "مقابل المبلغ"]),
    (Word::ForTheSame, ["for the same again", "در برابر همان کالا", "مقابل المنتج نفسه"]),
    (Word::Damaged, ["damaged", "آسیب‌دیده", "تالف"]),
    (Word::WrongItem, ["not what was ordered", "کالای اشتباه", "ليس ما طُلب"]),
    (Word::NotAsDescribed, ["not as described", "برخلاف توضیحات", "ليس كما وُصف"]),
    (Word::DoesNotSuit, ["does not suit", "مناسب نبود", "لا يناسب"]),
    (Word::Late, ["came too late", "دیر رسید", "وصل متأخرًا"]),
    (Word::Unwanted, ["not wanted any more", "دیگر لازم نیست", "لم يعد مطلوبًا"]),
    (Word::Asked, ["Asked for", "درخواست شد", "طُلب"]),
    (Word::Approved, ["Agreed", "پذیرفته شد", "قُبل"]),
    (Word::Labelled, ["Label sent", "برچسب ارسال شد", "أُرسلت البطاقة"]),
    (Word::Received, ["Back with us", "به دست ما رسید", "وصلنا"]),
    (Word::MoneyBack, ["Money given back", "پول بازگردانده شد", "أُعيد المبلغ"]),
    (Word::Exchanged, ["The same is sent again", "همان کالا دوباره فرستاده می‌شود", "يُرسل المنتج نفسه مجددًا"]),
    (Word::NotTaken, ["Not taken back", "پذیرفته نشد", "لم يُقبل"]),
    (Word::Expected, ["Expected: ", "زمان رسیدن: ", "موعد الوصول: "]),
    (
        Word::ShouldHave,
        ["It should have been there by ", "قرار بود تا این زمان برسد: ", "كان يجب أن يصل حتى "],
    ),
    (
        Word::Waits,
        ["Part of it is not in stock yet.", "بخشی از آن هنوز موجود نیست.", "جزء منه غير متوفر بعد."],
    ),
    (
        Word::InHouse,
        ["It has not left our house yet.", "هنوز از انبار ما بیرون نرفته است.", "لم يغادر مستودعنا بعد."],
    ),
    (
        Word::Underway,
        [
            "The carrier has it and needs longer.",
            "دست شرکت حمل است و بیشتر طول می‌کشد.",
            "هو لدى شركة الشحن ويستغرق وقتًا أطول.",
        ],
    ),
    (
        Word::NobodyThere,
        [
            "Nobody was there to take it; the carrier tries again.",
            "کسی نبود که تحویل بگیرد؛ دوباره می‌آورند.",
            "لم يكن أحد هناك لاستلامه؛ ستُعاد المحاولة.",
        ],
    ),
    (
        Word::SentAnew,
        [
            "A parcel was lost; we send the same again.",
            "بسته‌ای گم شد؛ همان را دوباره می‌فرستیم.",
            "فُقد طرد؛ نرسل محتواه مجددًا.",
        ],
    ),
    (
        Word::CameLate,
        ["It came later than we had said.", "دیرتر از آنچه گفته بودیم رسید.", "وصل بعد الموعد الذي ذكرناه."],
    ),
    (Word::Offered, ["For the delay we offer: ", "برای تأخیر پیشنهاد ما: ", "نعرض عن التأخير: "]),
    (Word::Compensated, ["Taken off for the delay: ", "کم شد به خاطر تأخیر: ", "خُصم عن التأخير: "]),
    (
        Word::OrderLate,
        [
            "Order {} should have been with you by ",
            "سفارش {} باید تا این زمان به دستتان می‌رسید: ",
            "كان يجب أن يصلك الطلب {} حتى ",
        ],
    ),
    (
        Word::ServiceFirst,
        [
            "Until that is put right we suggest nothing to buy.",
            "تا درست شدن آن، چیزی برای خرید پیشنهاد نمی‌کنیم.",
            "لن نقترح عليك شيئًا للشراء حتى يُصلَح ذلك.",
        ],
    ),
    (
        Word::SeeOrder,
        [
            "See where it is and what we do about it",
            "ببینید کجاست و برایش چه می‌کنیم",
            "اطّلع على مكانه وما نفعله بشأنه",
        ],
    ),
    (Word::NotPromised, ["time not known yet", "زمان هنوز معلوم نیست", "الموعد غير معروف بعد"]),
    (
        Word::HeldUp,
        [
            "Waits to be picked up, or is held up",
            "آماده‌ی تحویل گرفتن است یا متوقف شده",
            "بانتظار الاستلام أو متوقف",
        ],
    ),
    (Word::TurnedBack, ["On its way back to us", "در راه برگشت به ما", "في طريق العودة إلينا"]),
    (
        Word::Stuck,
        [
            "A parcel waits to be picked up, is held up, or is on its way back.",
            "بسته‌ای آماده‌ی تحویل گرفتن است، متوقف شده یا در راه برگشت است.",
            "طرد بانتظار الاستلام أو متوقف أو في طريق العودة.",
        ],
    ),
    (Word::AsOf, ["No connection. As of ", "ارتباط قطع است. آخرین خبر: ", "لا اتصال. آخر خبر في "]),
    (
        Word::WhyPrice,
        [
            "Prices follow the shop's lists, your card and your groups, never what you look at.",
            "قیمت‌ها از فهرست‌های فروشگاه، کارت و گروه‌های شما می‌آیند، نه از آنچه می‌بینید.",
            "تتبع الأسعار قوائم المتجر وبطاقتك ومجموعاتك، لا ما تشاهده.",
        ],
    ),
    (Word::Refused, ["Not suggested to you: {}", "به شما پیشنهاد نمی‌شود: {}", "لا يُقترح عليك: {}"]),
    (Word::WithPoints, ["paid with points", "پرداخت با امتیاز", "دُفع بالنقاط"]),
    (
        Word::ForMembers,
        [
            "Points are for holders of the loyalty card.",
            "امتیاز برای دارندگان کارت باشگاه است.",
            "النقاط لحاملي بطاقة الولاء.",
        ],
    ),
    (Word::PointsHeld, ["You have {} points, worth ", "{} امتیاز دارید، به ارزش ", "لديك {} نقطة، قيمتها "]),
    (Word::PointsPending, ["{} more points from ", "{} امتیاز دیگر از ", "{} نقطة أخرى ابتداءً من "]),
    (Word::PointsExpire, ["{} points can be spent until ", "{} امتیاز قابل خرج تا ", "{} نقطة صالحة حتى "]),
    (Word::YourTier, ["Your tier: ", "سطح شما: ", "مستواك: "]),
    (Word::Until, [", until ", "، تا ", "، حتى "]),
    (Word::ForLife, [", for life", "، برای همیشه", "، مدى الحياة"]),
    (Word::TierSpend, ["Spend {} more for ", "با {} خرید بیشتر: ", "أنفق {} أخرى لتبلغ "]),
    (Word::TierPoints, ["Earn {} more points for ", "با {} امتیاز بیشتر: ", "اجمع {} نقطة أخرى لتبلغ "]),
    (Word::TierOrders, ["Buy {} more times for ", "با {} خرید دیگر: ", "اشترِ {} مرات أخرى لتبلغ "]),
    (
        Word::CountsUntil,
        [
            "; what counts now counts until ",
            "؛ آنچه اکنون به حساب می‌آید تا این زمان می‌ماند: ",
            "؛ ما يُحتسب الآن يبقى حتى ",
        ],
    ),
    (Word::TierPrices, ["It has prices of its own.", "قیمت‌های ویژه‌ی خود را دارد.", "له أسعار خاصة به."]),
    (
        Word::WorthIt,
        [
            "It pays: for what you buy it brings {} more.",
            "می‌ارزد: برای خرید شما {} بیشتر می‌آورد.",
            "يستحق: يزيدك {} على ما تشتريه.",
        ],
    ),
    (
        Word::NotWorthIt,
        [
            "Do not buy for it alone: for what you buy it brings only {} more.",
            "فقط برای آن خرید نکنید: برای خرید شما تنها {} بیشتر می‌آورد.",
            "لا تشترِ من أجله وحده: لا يزيدك إلا {} على ما تشتريه.",
        ],
    ),
    (Word::PointsEarned, ["Earned", "دریافت شد", "اكتُسبت"]),
    (Word::PointsSpent, ["Spent", "خرج شد", "أُنفقت"]),
    (Word::PointsGivenBack, ["Given back", "برگردانده شد", "أُعيدت"]),
    (Word::PointsTakenBack, ["Taken back for a return", "به خاطر مرجوعی کم شد", "استُرجعت بسبب إرجاع"]),
    (Word::PointsExpired, ["Expired", "باطل شد", "انتهت"]),
    (Word::PointsAdjusted, ["Adjusted by the shop", "اصلاح فروشگاه", "عدّلها المتجر"]),
    (Word::PointsForgiven, ["{} forgiven", "{} بخشیده شد", "عُفي عن {}"]),
    (Word::PointsHistory, ["What came and went", "چه آمد و چه رفت", "ما ورد وما صُرف"]),
    (
        Word::CameBack,
        [
            "A parcel came back to us; we send the same again.",
            "بسته‌ای به ما برگشت؛ همان را دوباره می‌فرستیم.",
            "عاد طرد إلينا؛ نرسل محتواه مجددًا.",
        ],
    ),
    (Word::AfterAll, ["It came to you after all", "با این همه به دست شما رسید", "وصل إليك رغم ذلك"]),
    (Word::YouLike, ["because you like {}", "چون {} را دوست دارید", "لأنك تحب {}"]),
    (Word::YouLean, ["because you often choose {}", "چون بیشتر {} را برمی‌دارید", "لأنك تختار {} كثيرًا"]),
    (Word::BrandNumber, ["brand {}", "برند {}", "العلامة {}"]),
    (Word::LowPrices, ["lower prices", "قیمت‌های پایین‌تر", "الأسعار المنخفضة"]),
    (Word::MiddlePrices, ["middle prices", "قیمت‌های میانه", "الأسعار المتوسطة"]),
    (Word::HighPrices, ["higher prices", "قیمت‌های بالاتر", "الأسعار المرتفعة"]),
    (Word::SaidLikes, ["You said you like: {}.", "گفتید دوست دارید: {}.", "قلت إنك تحب: {}."]),
    (
        Word::SaidUnwanted,
        ["You said it is not for you: {}.", "گفتید مناسب شما نیست: {}.", "قلت إنه لا يناسبك: {}."],
    ),
    (
        Word::SaidIgnored,
        ["Nothing is concluded about: {}.", "درباره‌ی این نتیجه‌ای گرفته نمی‌شود: {}.", "لا نستنتج شيئًا عن: {}."],
    ),
    (Word::SeemsFor, ["You seem to like: {}.", "به نظر می‌رسد دوست دارید: {}.", "يبدو أنك تحب: {}."]),
    (
        Word::SeemsAgainst,
        ["You do not seem to like: {}.", "به نظر می‌رسد دوست ندارید: {}.", "يبدو أنك لا تحب: {}."],
    ),
    (Word::PointsReferral, ["A friend's first order", "نخستین سفارش یک دوست", "أول طلب لصديق"]),
    (
        Word::PointsReferred,
        [
            "Your first order, by a friend's invitation",
            "نخستین سفارش شما، با دعوت یک دوست",
            "طلبك الأول بدعوة من صديق",
        ],
    ),
    (
        Word::PointsReferralUndone,
        [
            "Taken back: the first order by invitation came back",
            "کم شد: نخستین سفارشِ با دعوت برگشت",
            "استُرجعت: أُعيد أول طلب بدعوة",
        ],
    ),
    (Word::Refer, ["Invite friends", "دعوت از دوستان", "ادعُ أصدقاءك"]),
    (
        Word::ReferGives,
        [
            "You get {} points for each friend's first order.",
            "برای نخستین سفارش هر دوست {} امتیاز می‌گیرید.",
            "تنال {} نقطة عن أول طلب لكل صديق.",
        ],
    ),
    (
        Word::ReferWelcomes,
        [
            "Your friend gets {} points with it.",
            "دوستتان هم با آن {} امتیاز می‌گیرد.",
            "وينال صديقك معه {} نقطة.",
        ],
    ),
    (
        Word::ReferLeast,
        ["It must come to at least ", "آن سفارش باید دست‌کم این قدر باشد: ", "يجب ألا يقل الطلب عن "],
    ),
    (Word::ReferCode, ["Your code: ", "کد شما: ", "رمزك: "]),
    (Word::ReferLink, ["Your link to share", "پیوند شما برای فرستادن", "رابطك للمشاركة"]),
    (
        Word::ReferFollowed,
        ["Friends who came by your code: {}", "دوستانی که با کد شما آمدند: {}", "أصدقاء جاؤوا برمزك: {}"],
    ),
    (
        Word::ReferBrought,
        ["Points they brought you: {}", "امتیازی که برای شما آوردند: {}", "نقاط جلبوها لك: {}"],
    ),
    (
        Word::ReferAwaited,
        [
            "A friend invited you: {} points with your first order until ",
            "دوستی شما را دعوت کرده است: {} امتیاز با نخستین سفارش تا ",
            "دعاك صديق: {} نقطة مع طلبك الأول حتى ",
        ],
    ),
    (Word::ReferEnded, ["The invitation brought nothing. ", "دعوت چیزی نیاورد. ", "لم تجلب الدعوة شيئًا. "]),
    (Word::ReferUnknown, ["Nobody has this code.", "هیچ‌کس این کد را ندارد.", "لا أحد لديه هذا الرمز."]),
    (
        Word::ReferClosed,
        [
            "This shop gives nothing for invitations now.",
            "این فروشگاه اکنون برای دعوت چیزی نمی‌دهد.",
            "لا يمنح هذا المتجر شيئًا للدعوات الآن.",
        ],
    ),
    (
        Word::ReferNoConsent,
        [
            "We can keep an invitation only if you let us remember you.",
            "دعوت را فقط وقتی نگه می‌داریم که اجازه دهید شما را به خاطر بسپاریم.",
            "لا نحفظ الدعوة إلا إذا سمحت لنا بتذكرك.",
        ],
    ),
    (
        Word::ReferOwn,
        [
            "This is your own code. Give it to a friend.",
            "این کد خود شماست. آن را به دوستی بدهید.",
            "هذا رمزك أنت. أعطه لصديق.",
        ],
    ),
    (
        Word::ReferBought,
        [
            "Invitations are for those who never bought here.",
            "دعوت برای کسانی است که هنوز از این‌جا خرید نکرده‌اند.",
            "الدعوات لمن لم يشترِ من هنا قط.",
        ],
    ),
    (
        Word::ReferAnother,
        [
            "You came by another friend's code, and that one counts.",
            "شما با کد دوست دیگری آمده‌اید و همان به شمار می‌آید.",
            "جئت برمز صديق آخر، وهو المعتمد.",
        ],
    ),
    (
        Word::ReferCircle,
        [
            "Friends came by your own code, so you are no newcomer.",
            "دوستانی با کد شما آمده‌اند، پس تازه‌وارد نیستید.",
            "جاء أصدقاء برمزك، فلست زبونًا جديدًا.",
        ],
    ),
    (
        Word::ReferEarly,
        [
            "Who gave you this code was invited themself and has not ordered yet.",
            "کسی که این کد را داده خودش دعوت شده و هنوز سفارشی نداده است.",
            "من أعطاك هذا الرمز مدعو هو نفسه ولم يطلب بعد.",
        ],
    ),
    (
        Word::ReferSpent,
        [
            "This code has brought as much as it may for now.",
            "این کد فعلاً به اندازه‌ی مجاز خود امتیاز آورده است.",
            "بلغ هذا الرمز حدّه في الوقت الحالي.",
        ],
    ),
    (
        Word::ReferLate,
        ["The first order came after its time.", "نخستین سفارش پس از مهلت آمد.", "جاء الطلب الأول بعد موعده."],
    ),
    (
        Word::ReferSmall,
        ["The first order was too small.", "نخستین سفارش کمتر از حد بود.", "كان الطلب الأول أصغر من الحد."],
    ),
    (
        Word::ReferTogether,
        [
            "It was placed with the same e-mail or address as the friend's.",
            "با همان ایمیل یا نشانی دوست ثبت شد.",
            "قُدِّم بالبريد أو العنوان نفسه الذي لصديقك.",
        ],
    ),
    (Word::ReferMerchant, ["The shop took it back.", "فروشگاه آن را پس گرفت.", "ألغاها المتجر."]),
    (
        Word::DelightFirst,
        ["A thank-you for your first order", "سپاس برای نخستین سفارش شما", "شكرًا على طلبك الأول"],
    ),
    (Word::DelightLate, ["Because your order came late", "چون سفارش شما دیر رسید", "لأن طلبك تأخر"]),
    (Word::DelightYear, ["Another year with your card", "یک سال دیگر با کارت شما", "سنة أخرى مع بطاقتك"]),
    (
        Word::DelightOrders,
        ["A thank-you for ordering so often", "سپاس برای این همه سفارش", "شكرًا على طلباتك الكثيرة"],
    ),
];
