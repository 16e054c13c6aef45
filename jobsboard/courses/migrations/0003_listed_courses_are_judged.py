import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def like_nobody_else(apps, schema_editor):
    """Until the next import reads a course anew it has no twin; what it says is checked then, too."""
    apps.get_model('courses', 'ListedCourse').objects.update(twin_key=F('identity'))


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_listed_courses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='listedcourse',
            name='state',
            field=models.CharField(choices=[('shown', '展示'), ('held', '暂缓展示'), ('removed', '已下架')], default='shown', max_length=8, verbose_name='状态'),
        ),
        migrations.AddField(
            model_name='listedcourse',
            name='twin_key',
            field=models.CharField(db_index=True, default='', max_length=64, verbose_name='同课标识'),
            preserve_default=False,
        ),
        migrations.RunPython(like_nobody_else, migrations.RunPython.noop),
        migrations.CreateModel(
            name='ListedCourseDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to_state', models.CharField(choices=[('shown', '展示'), ('held', '暂缓展示'), ('removed', '已下架')], max_length=8, verbose_name='决定')),
                ('content_hash', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='courses.listedcourse', verbose_name='课程')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
            ],
            options={
                'verbose_name': '公开课程处理记录',
                'verbose_name_plural': '公开课程处理记录',
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('to_state', 'removed'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='listed_course_removed_for_a_reason', violation_error_message='请写明下架原因。')],
            },
        ),
    ]
