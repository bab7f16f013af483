"""What the report says, in Gaelic: by its English sentence."""

from collections.abc import Mapping

GAELIC: Mapping[str, str] = {
    "files": "faidhlichean",
    "log": "loga",
    "witnesses": "fianaisean",
    "poll": "cunntas-bhòt",
    "box": "bogsa",
    "count": "cunntadh",
    "decision": "co-dhùnadh",
    "ledger": "leabhar-cunntais",
    "receipt": "cuidhteas",
    "The archive holds more files than any bundle does.": "Tha barrachd fhaidhlichean san tasglann na th’ ann am pasgan sam bith.",
    "The file is larger than any bundle is.": "Tha am faidhle nas motha na pasgan sam bith.",
    "This file is no bundle: it does not begin as a ZIP archive.": "Chan e pasgan a th’ anns an fhaidhle seo: chan eil e a’ tòiseachadh mar thasglann ZIP.",
    "The archive's own table does not fit its files. Take the file as it was published.": (
        "Chan eil clàr na tasglainn a’ freagairt ri na faidhlichean aice. Gabh am faidhle mar a chaidh fhoillseachadh."
    ),
    "%(file)s cannot be the name of a bundle's file.": "Chan urrainn do %(file)s a bhith na ainm air faidhle ann am pasgan.",
    "%(file)s stands in the archive twice.": "Tha %(file)s san tasglann dà thuras.",
    "%(file)s does not stand in its place in the archive.": "Chan eil %(file)s na àite fhèin san tasglann.",
    "The archive is cut short.": "Chaidh an tasglann a ghearradh goirid.",
    "%(file)s is packed in another way than a bundle's files. Take the file as it was published.": (
        "Chaidh %(file)s a phacadh ann an dòigh eile seach faidhlichean pasgain. Gabh am faidhle mar a chaidh "
        "fhoillseachadh."
    ),
    "%(file)s is cut short.": "Chaidh %(file)s a ghearradh goirid.",
    "%(file)s does not end with a whole line.": "Chan eil loidhne shlàn aig deireadh %(file)s.",
    "%(file)s holds a line that is no hash.": "Tha loidhne ann an %(file)s nach eil na hais.",
    "%(file)s is missing.": "Tha %(file)s a dhìth.",
    "The hashes in %(file)s do not stand in order, once each.": "Chan eil na haisichean ann an %(file)s ann an òrdugh, gach tè aon turas.",
    "%(file)s lacks a part, or a part of it is of another kind: %(part)s": "Tha pàirt a dhìth ann an %(file)s, no tha pàirt dheth de sheòrsa eile: %(part)s",
    "%(file)s is not in its canonical form.": "Chan eil %(file)s san aon chruth cheart aige.",
    "%(file)s is not JSON text of the kind that a bundle holds.": "Chan e teacsa JSON den t-seòrsa a th’ ann am pasgan a th’ ann an %(file)s.",
    "Every file has the checksum that stands in %(file)s.": "Tha an t-suim-dhearbhaidh ann an %(file)s aig gach faidhle.",
    "The bundle holds %(files)d files, packed as published.": "Faidhlichean sa phasgan: %(files)d, air am pacadh mar a chaidh am foillseachadh.",
    "These files do not have the checksums in %(file)s: %(changed)s": "Chan eil na suimean-dearbhaidh ann an %(file)s aig na faidhlichean seo: %(changed)s",
    "A part of the bundle cannot be read, so nothing holds.": "Cha ghabh pàirt den phasgan leughadh, agus mar sin chan eil dearbhadh ann.",
    "%(file)s cannot be read: %(why)s": "Cha ghabh %(file)s leughadh: %(why)s",
    "Everything fits.": "Tha a h-uile càil a’ freagairt.",
    "SOMETHING DOES NOT FIT. Keep the file and tell the auditor.": "THA RUDEIGIN NACH EIL A’ FREAGAIRT. Glèidh am faidhle agus innis don neach-sgrùdaidh.",
    "THE BUNDLE CANNOT BE READ as it was published. Fetch it again; if that is no help, tell the auditor.": (
        "CHA GHABH AM PASGAN LEUGHADH mar a chaidh fhoillseachadh. Faigh a-rithist e; mura cuidich sin, innis don "
        "neach-sgrùdaidh."
    ),
    "Everything fits, but TOO FEW WITNESSES stand for it.": "Tha a h-uile càil a’ freagairt, ach tha RO BHEAG DE FHIANAISEAN air a shon.",
    "The record of the count is about these rules, ballots and box, and entry %(entry)d published it.": (
        "Tha clàr a’ chunntaidh mu na riaghailtean, na baileatan agus am bogsa seo, agus dh’fhoillsich clàradh "
        "%(entry)d e."
    ),
    "%(file)s holds %(rows)d ballots that the rules allow; %(blank)d more are blank or elsewhere.": "Baileatan a cheadaicheas na riaghailtean ann an %(file)s: %(rows)d; bàn no an àite eile: %(blank)d.",
    "Counted again from %(voters)d ballots: the same %(winners)d projects win, in the same order.": (
        "Air a chunntadh a-rithist bho bhaileatan (%(voters)d): buannaichidh na h-aon phròiseactan (%(winners)d), "
        "san aon òrdugh."
    ),
    "%(file)s has other projects or costs than the frozen rules.": "Tha pròiseactan no cosgaisean eile ann an %(file)s seach anns na riaghailtean reòthte.",
    "%(file)s has another budget than the frozen rules.": "Tha buidseat eile ann an %(file)s seach anns na riaghailtean reòthte.",
    "Entry %(entry)d of the log names another record than %(file)s.": "Tha clàradh %(entry)d den loga ag ainmeachadh clàr eile seach %(file)s.",
    "The seed of the lots in %(file)s is not the one that the rules announced.": "Chan e sìol nan crann ann an %(file)s am fear a dh’ainmich na riaghailtean.",
    "Project %(project)s left the paper by entry %(entry)d, so no mark for it was counted.": (
        "Dh’fhàg pròiseact %(project)s a’ bhileag-bhòtaidh le clàradh %(entry)d, agus mar sin cha deach comharra air a shon a chunntadh."
    ),
    "%(file)s has more rows than the box has ballots.": "Tha barrachd shreathan ann an %(file)s na tha de bhaileatan sa bhogsa.",
    "%(file)s does not fit the bundle: %(part)s": "Chan eil %(file)s a’ freagairt ris a’ phasgan: %(part)s",
    "Counted again, the winners are %(winners)s; %(file)s has others.": "Air a chunntadh a-rithist, ’s iad %(winners)s a bhuannaich; tha feadhainn eile ann an %(file)s.",
    "Counted again, the winners get other amounts than in %(file)s.": "Air a chunntadh a-rithist, gheibh na buannaichean suimean eile seach ann an %(file)s.",
    "%(file)s holds a ballot that the frozen rules do not allow.": "Tha baileat ann an %(file)s nach eil na riaghailtean reòthte a’ ceadachadh.",
    "%(file)s has a rule that cannot be counted by here.": "Tha riaghailt ann an %(file)s nach urrainnear cunntadh leatha an seo.",
    "In %(file)s “%(text)s” is no amount of money.": "Ann an %(file)s, chan e suim airgid a th’ ann an “%(text)s”.",
    "%(file)s is not a .pb file as it should be.": "Chan e faidhle .pb ceart a th’ ann an %(file)s.",
    "Entry %(entry)d of the log is of %(at)s and stands after an entry of %(latest)s.": "Tha clàradh %(entry)d den loga bho %(at)s agus e às dèidh clàradh bho %(latest)s.",
    "The log has no entry %(event)s of this poll.": "Chan eil clàradh %(event)s aig a’ chunntas-bhòt seo san loga.",
    "%(file)s is no entry of the log.": "Chan e clàradh den loga a th’ ann an %(file)s.",
    "%(file)s holds a moment that is none.": "Tha àm ann an %(file)s nach eil ceart.",
    "Report on a recount bundle": "Aithisg air pasgan ath-chunntaidh",
    "Counted again here": "Air a chunntadh a-rithist an seo",
    "This shows that the published files agree with each other and with what was signed. It cannot show "
    "whether somebody was pressed to vote in a certain way, or registered in the name of another.": (
        "Tha seo a’ sealltainn gu bheil na faidhlichean foillsichte a’ freagairt ri chèile agus ri na chaidh a "
        "shoidhnigeadh. Chan urrainn dha sealltainn an deach cuideam a chur air cuideigin bhòtadh ann an dòigh "
        "àraidh, no an do chlàraich cuideigin ann an ainm neach eile."
    ),
    "Project": "Pròiseact",
    "Given": "Air a thoirt seachad",
    "Votes, points or effective votes": "Bhòtaichean, puingean no bhòtaichean èifeachdach",
    "%(key)s signed a checkpoint of %(size)d entries. Fingerprint of its key: %(fingerprint)s": "Shoidhnig %(key)s puing-dhearbhaidh (clàraidhean: %(size)d). Lorg-meòir na h-iuchrach: %(fingerprint)s",
    "All %(size)d entries are whole, in the order of time, and have the root that was signed.": "Tha gach clàradh (%(size)d) slàn, ann an òrdugh ama, agus am freumh a chaidh a shoidhnigeadh aca.",
    "Every poll in the log was frozen, opened, closed, counted and published in this order.": (
        "Chaidh gach cunntas-bhòt san loga a reothadh, fhosgladh, a dhùnadh, a chunntadh agus fhoillseachadh san "
        "òrdugh seo."
    ),
    "%(proofs)d proofs lead from this poll's entries to the checkpoint.": "Tha dearbhaidhean (%(proofs)d) a’ dol bho chlàraidhean a’ chunntais-bhòt seo chun na puinge-dearbhaidh.",
    "The log has only grown since %(file)s: its first %(older)d entries are the same.": "Cha do rinn an loga ach fàs bho %(file)s: tha a’ chiad chlàraidhean (%(older)d) mar a bha.",
    "That key came with the bundle. Compare its fingerprint with the one in the minutes, or give a policy.": (
        "Thàinig an iuchair sin leis a’ phasgan. Dèan coimeas eadar a lorg-meòir agus an tè sa gheàrr-chunntas, no "
        "thoir seachad poileasaidh."
    ),
    "Too few witnesses cosigned it: the policy asks for %(quorum)s.": "Shoidhnig ro bheag de fhianaisean e: tha am poileasaidh ag iarraidh %(quorum)s.",
    "%(file)s is not signed by a log that is trusted here.": "Chan eil %(file)s air a shoidhnigeadh le loga anns a bheil earbsa an seo.",
    "%(file)s is of another log than the key that signed it.": "Tha %(file)s bho loga eile seach an iuchair a shoidhnig e.",
    "It is not yet witnessed: nobody but the log itself vouches for it.": "Chan eil fianais air fhathast: chan eil duine ach an loga fhèin ga dhearbhadh.",
    "The %(held)d entries in %(file)s are not the %(size)d that were signed.": "Chan iad na clàraidhean ann an %(file)s (%(held)d) an fheadhainn a chaidh a shoidhnigeadh (%(size)d).",
    "The proofs are not those of this poll's entries.": "Chan ann le clàraidhean a’ chunntais-bhòt seo a tha na dearbhaidhean.",
    "%(file)s is not a proof over this bundle's checkpoint.": "Chan e dearbhadh air puing-dhearbhaidh a’ phasgain seo a th’ ann an %(file)s.",
    "%(file)s signs %(older)d entries, more than the %(size)d of this bundle: entries are missing here.": (
        "Tha %(file)s a’ soidhnigeadh barrachd chlàraidhean (%(older)d) na th’ anns a’ phasgan seo (%(size)d): tha "
        "clàraidhean a dhìth an seo."
    ),
    "The first %(older)d entries are not those that %(file)s signs: the log was rewritten.": (
        "Chan iad a’ chiad chlàraidhean (%(older)d) an fheadhainn a shoidhnig %(file)s: chaidh an loga ath-sgrìobhadh."
    ),
    "%(key)s cosigned it at %(at)s.": "Cho-shoidhnig %(key)s e aig %(at)s.",
    "%(file)s does not prove its entry.": "Chan eil %(file)s a’ dearbhadh a’ chlàraidh aige.",
    "%(file)s gives %(projects)d projects their amounts; %(differing)d differ from the count.": (
        "Tha %(file)s a’ toirt an suimean do phròiseactan (%(projects)d); eadar-dhealaichte bhon chunntadh: "
        "%(differing)d."
    ),
    "%(entries)d entries of the ledger are balanced and are those that the log names.": (
        "Tha clàraidhean an leabhair-chunntais (%(entries)d) cothromach agus ’s iad an fheadhainn a dh’ainmicheas "
        "an loga."
    ),
    "The awards of entry %(entry)d give %(projects)d projects exactly what was adopted.": "Tha duaisean clàraidh %(entry)d a’ toirt do phròiseactan (%(projects)d) dìreach na chaidh gabhail ris.",
    "%(project)s: counted %(counted)d, given %(given)d. Reason: %(reason)s": "%(project)s: air a chunntadh %(counted)d, air a thoirt seachad %(given)d. Adhbhar: %(reason)s",
    "The bundle holds %(held)d decisions; the log tells of %(told)d.": "Co-dhùnaidhean sa phasgan: %(held)d; a rèir an loga: %(told)d.",
    "%(file)s does not name the projects that the count funds.": "Chan eil %(file)s ag ainmeachadh nam pròiseactan a mhaoinicheas an cunntadh.",
    "%(file)s departs from the count without a reason.": "Tha %(file)s a’ dol air falbh bhon chunntadh gun adhbhar.",
    "%(file)s is of another version.": "Tha %(file)s de thionndadh eile.",
    "The entries of %(file)s do not stand in order, once each.": "Chan eil clàraidhean %(file)s ann an òrdugh, gach fear aon turas.",
    "%(file)s lacks an entry that the log tells of.": "Tha clàradh a dhìth ann an %(file)s air a bheil an loga ag innse.",
    "%(file)s names another pot than the one that was opened for this poll.": "Tha %(file)s ag ainmeachadh poit eile seach an tè a chaidh fhosgladh airson a’ chunntais-bhòt seo.",
    "%(file)s names an account that is none.": "Tha %(file)s ag ainmeachadh cunntas nach eil ann.",
    "Entry %(entry)d in %(file)s is not the one that the log names.": "Chan e clàradh %(entry)d ann an %(file)s am fear a dh’ainmicheas an loga.",
    "The lines of entry %(entry)d in %(file)s do not come to nought.": "Chan eil loidhnichean clàraidh %(entry)d ann an %(file)s a’ tighinn gu neoni.",
    "Entry %(entry)d in %(file)s moves money between accounts that are not there.": "Tha clàradh %(entry)d ann an %(file)s a’ gluasad airgead eadar cunntasan nach eil ann.",
    "Entry %(entry)d in %(file)s carries another count or decision.": "Tha cunntadh no co-dhùnadh eile air clàradh %(entry)d ann an %(file)s.",
    "Entry %(entry)d in %(file)s does not give what was adopted.": "Chan eil clàradh %(entry)d ann an %(file)s a’ toirt seachad na chaidh gabhail ris.",
    "The deciding forum has not decided on this result yet.": "Cha do cho-dhùin am fòram mun toradh seo fhathast.",
    "%(file)s is not the decision of entry %(entry)d of the log.": "Chan e %(file)s an co-dhùnadh aig clàradh %(entry)d den loga.",
    "%(file)s says other things than entry %(entry)d of the log.": "Tha %(file)s ag ràdh rudan eile seach clàradh %(entry)d den loga.",
    "%(file)s refers the result back, with a reason.": "Tha %(file)s a’ cur an toraidh air ais, le adhbhar.",
    "%(file)s has another counted amount for %(project)s than the count.": "Tha suim eile ann an %(file)s airson %(project)s seach a thug an cunntadh.",
    "No awards have been posted to the ledger yet.": "Cha deach duaisean a chur san leabhar-chunntais fhathast.",
    "Entry %(entry)d in %(file)s takes more than an account holds.": "Tha clàradh %(entry)d ann an %(file)s a’ toirt barrachd na th’ ann an cunntas.",
    "A part of %(file)s is not base64.": "Chan e base64 a th’ ann am pàirt de %(file)s.",
    "%(file)s holds a line that is no public key.": "Tha loidhne ann an %(file)s nach eil na h-iuchair phoblach.",
    "In %(file)s the id of the key of %(key)s does not fit the key.": "Ann an %(file)s, chan eil ID iuchair %(key)s a’ freagairt ris an iuchair.",
    "%(file)s is no checkpoint: origin, size and root, a line each.": "Chan e puing-dhearbhaidh a th’ ann an %(file)s: tùs, meud agus freumh, loidhne an urra.",
    "%(file)s is not a signed note: a text, an empty line, signatures.": "Chan e nota le soidhnigeadh a th’ ann an %(file)s: teacsa, loidhne bhàn, soidhnigidhean.",
    "A signature line of %(file)s is not a dash, a name and a signature.": "Chan e strìoch, ainm agus soidhnigeadh a th’ ann an loidhne soidhnigidh de %(file)s.",
    "%(file)s is signed twice by %(key)s.": "Shoidhnig %(key)s %(file)s dà thuras.",
    "In %(file)s the signature of %(key)s does not fit.": "Ann an %(file)s, chan eil soidhnigeadh %(key)s a’ freagairt.",
    "%(file)s names no log.": "Chan eil %(file)s ag ainmeachadh loga.",
    "%(file)s is not text in UTF-8.": "Chan e teacsa UTF-8 a th’ ann an %(file)s.",
    "Line %(line)d of %(file)s says nothing that a policy can.": "Chan eil loidhne %(line)d de %(file)s ag ràdh càil as urrainn do phoileasaidh.",
    "The rules of “%(title)s” are those of entry %(entry)d of the log, made before any vote.": (
        "’S iad riaghailtean “%(title)s” an fheadhainn aig clàradh %(entry)d den loga, air an dèanamh ro bhòt sam bith."
    ),
    "The box holds %(held)d ballots, no two alike in their hashes; their root is in entry %(entry)d.": (
        "Baileatan sa bhogsa: %(held)d, hais eadar-dhealaichte aig gach fear; tha am freumh ann an clàradh %(entry)d."
    ),
    "%(gone)d ballots left the box for a stated reason; nothing of them is left but a hash.": "Baileatan a dh’fhàg am bogsa air adhbhar ainmichte: %(gone)d; chan eil air fhàgail dhiubh ach hais.",
    "The ballots of entry %(entry)d of the log did not all come by the mixes that it tells of.": (
        "Cha tàinig a h-uile baileat aig clàradh %(entry)d den loga leis na measgachaidhean air a bheil e ag innse."
    ),
    "Nobody opened what they froze or published what they counted.": "Cha do dh’fhosgail duine na reoth iad fhèin, agus cha do dh’fhoillsich duine na chunnt iad fhèin.",
    "%(file)s holds %(held)d hashes that are not the box of entry %(entry)d of the log.": "Chan iad na haisichean ann an %(file)s (%(held)d) bogsa clàraidh %(entry)d den loga.",
    "A ballot stands in the box and among those that left it.": "Tha baileat sa bhogsa agus am measg na feadhna a dh’fhàg e.",
    "%(file)s has other sums than entry %(entry)d of the log.": "Tha suimean eile ann an %(file)s seach ann an clàradh %(entry)d den loga.",
    "Marks on the roll are as many as ballots: %(split)s.": "Tha uiread de chomharran air an rola ’s a tha de bhaileatan: %(split)s.",
    "%(file)s is not what entry %(entry)d of the log froze.": "Chan e %(file)s na reoth clàradh %(entry)d den loga.",
    "Entries %(one)d and %(other)d of the log need two people and are by one.": (
        "Tha dithis a dhìth airson clàraidhean %(one)d agus %(other)d den loga, agus ’s ann le aon duine a tha iad."
    ),
    "In %(file)s the channel %(channel)s has %(cast)d ballots and %(marked)d marks.": "Ann an %(file)s, aig an t-seanail %(channel)s: baileatan %(cast)d, comharran %(marked)d.",
    "The secret opens no ballot in the box.": "Chan eil an t-uaigneas a’ fosgladh baileat sam bith sa bhogsa.",
    "The ballot %(code)s left the box: %(reason)s": "Dh’fhàg am baileat %(code)s am bogsa: %(reason)s",
    "The ballot %(code)s is in the box.": "Tha am baileat %(code)s sa bhogsa.",
    "%(file)s is no receipt.": "Chan e cuidhteas a th’ ann an %(file)s.",
    "%(file)s does not list the ballots that left the box by the log.": "Chan eil %(file)s a’ liostadh nam baileatan a dh’fhàg am bogsa a rèir an loga.",
    "%(file)s has totals that this box cannot have.": "Tha iomlanan ann an %(file)s nach urrainn a bhith aig a’ bhogsa seo.",
    "Of the ballots only totals are published: %(voters)d people marked something.": "Cha deach ach iomlanan nam baileatan fhoillseachadh. Daoine a chomharraich rudeigin: %(voters)d.",
    "Without the ballots strangers cannot count again by this rule; auditors can.": "Às aonais nam baileatan chan urrainn do choigrich cunntadh a-rithist leis an riaghailt seo; ’s urrainn do luchd-sgrùdaidh.",
    "%(file)s is there, though the log says that no codes are published.": "Tha %(file)s ann, ged a tha an loga ag ràdh nach deach còdan fhoillseachadh.",
    "The ballots in %(file)s do not have the hashes of the box.": "Chan eil haisichean a’ bhogsa aig na baileatan ann an %(file)s.",
    "%(bodies)d ballots are published with their codes, and have the hashes of the box.": "Baileatan foillsichte leis na còdan aca: %(bodies)d; tha haisichean a’ bhogsa aca.",
    "%(file)s holds a ballot of another poll.": "Tha baileat bho chunntas-bhòt eile ann an %(file)s.",
    "The rows of %(rows)s are not the ballots in %(file)s.": "Chan iad na sreathan ann an %(rows)s na baileatan ann an %(file)s.",
    "%(file)s holds the key of another log.": "Tha iuchair bho loga eile ann an %(file)s.",
    "The log does not name this key: compare the fingerprint before you rely on a receipt.": (
        "Chan eil an loga ag ainmeachadh na h-iuchrach seo: dèan coimeas eadar na lorgan-meòir mus cuir thu earbsa ann an "
        "cuidhteas."
    ),
    "%(file)s does not hold the keys for receipts that the log names from entry %(entry)d on.": (
        "Chan eil iuchraichean nan cuidhteasan ann an %(file)s a tha an loga ag ainmeachadh bho chlàradh %(entry)d a-mach."
    ),
    "Entry %(entry)d of the log, which opened the poll, names the key for receipts.": (
        "Tha clàradh %(entry)d den loga, a dh’fhosgail a’ chunntas-bhòt, ag ainmeachadh iuchair nan cuidhteasan."
    ),
    "Entry %(entry)d of the log hands receipts over from another key than the last.": (
        "Tha clàradh %(entry)d den loga a’ toirt nan cuidhteasan seachad bho iuchair eile seach an tè mu dheireadh."
    ),
    "Fingerprint of the key that signs receipts: %(fingerprint)s": "Lorg-meòir na h-iuchrach a shoidhnigeas cuidhteasan: %(fingerprint)s",
    "%(file)s is not signed with the key for receipts.": "Chan eil %(file)s air a shoidhnigeadh le iuchair nan cuidhteasan.",
    "%(file)s is the receipt of another poll.": "’S e cuidhteas bho chunntas-bhòt eile a th’ ann an %(file)s.",
    "A tracking code has 16 letters and digits.": "Tha 16 litrichean is figearan ann an còd-lorgaidh.",
    "A secret has 32 digits from 0 to 9 and a to f.": "Tha 32 figear ann an uaigneas, 0 gu 9 agus a gu f.",
    "A ballot with several parts can be opened on the page of the poll only.": "Cha ghabh baileat le iomadh pàirt fhosgladh ach air duilleag a’ chunntais-bhòt.",
    "The ballot %(code)s is not in %(file)s.": "Chan eil am baileat %(code)s ann an %(file)s.",
    "The secret opens a ballot in the box. It was counted for: %(marks)s": "Tha an t-uaigneas a’ fosgladh baileat sa bhogsa. Chaidh a chunntadh airson: %(marks)s",
    "Entry %(entry)d of the log has %(ballots)s ballots and %(marks)s marks on the roll.": "Aig clàradh %(entry)d den loga: baileatan %(ballots)s, comharran air an rola %(marks)s.",
    "Entry %(entry)d of the log, %(event)s, cannot come after %(last)s.": "Chan urrainn do chlàradh %(entry)d den loga, %(event)s, tighinn às dèidh %(last)s.",
    "Entry %(entry)d of the log, %(event)s, names another %(fact)s than those before it.": "Tha clàradh %(entry)d den loga, %(event)s, ag ainmeachadh %(fact)s eile seach an fheadhainn roimhe.",
}
